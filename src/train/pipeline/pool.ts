import { Worker } from 'node:worker_threads';
import { AssayError } from '../../errors.js';
import type { Image } from '../../image/index.js';
import type { RandomState } from '../../random.js';
import { workerFile } from '../../workers.js';
import type { ViewReply, ViewRequest } from './messages.js';
import type { ViewRecipe } from './view.js';

/** Worker threads that decode and augment. */
export interface ViewPool {
  /** How many calls keep every worker busy with one waiting. */
  readonly depth: number;
  /** A view of a file; without a generator state, the fixed one. Throws E_IMAGE_*, E_FILE_*. */
  view(sample: { id: string; file: string }, random: RandomState | null): Promise<Image>;
  close(): Promise<void>;
}

interface Call {
  resolve(view: Image): void;
  reject(error: Error): void;
}

/**
 * Starts `workers` threads that make views by one recipe. A view depends on the file and the generator state
 * alone, so any number of workers makes the same ones.
 */
export function createViewPool(recipe: ViewRecipe, workers: number): ViewPool {
  const calls = new Map<number, Call>();
  let serial = 0;
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const call of calls.values()) call.reject(error);
    calls.clear();
  };
  const threads = Array.from({ length: workers }, () => {
    const thread = new Worker(workerFile('train/pipeline/view-worker'));
    thread.on('message', (reply: ViewReply) => {
      const call = calls.get(reply.call);
      calls.delete(reply.call);
      if ('view' in reply) call?.resolve(reply.view);
      else call?.reject(new AssayError(reply.error.code, reply.error.message));
    });
    thread.on('error', (cause) => {
      fail(
        new AssayError('E_INTERNAL', `A worker that prepares pictures died: ${String(cause)}.`, { cause }),
      );
    });
    return thread;
  });
  return {
    depth: 2 * workers,
    view: ({ id, file }, random) =>
      new Promise<Image>((resolve, reject) => {
        if (failure) {
          reject(failure);
          return;
        }
        const call = serial++;
        calls.set(call, { resolve, reject });
        const request: ViewRequest = { call, file, name: id, recipe, random };
        threads[call % threads.length]!.postMessage(request);
      }),
    close: async () => {
      fail(new AssayError('E_INTERNAL', 'The workers that prepare pictures were closed.'));
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
