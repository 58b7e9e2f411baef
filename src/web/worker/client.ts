import type { PlainError } from '../../detect/predict-each.js';
import type { CallTable, Question, Reply } from './protocol.js';
import { startWorker } from './start-worker.js';

/** A worker that answers calls one after the other. */
export interface Client<Calls extends CallTable<Calls>> {
  call<Name extends keyof Calls>(
    name: Name,
    ask: Calls[Name]['ask'],
    onProgress?: (progress: Calls[Name]['progress']) => void,
  ): Promise<Calls[Name]['answer']>;
  /** Ends the worker at once, whatever it does; what it has not answered is rejected. */
  close(): void;
}

/** What a call that failed is rejected with: code and message for the reader. */
export class CallError extends Error {
  readonly plain: PlainError;

  constructor(plain: PlainError) {
    super(plain.message);
    this.name = 'CallError';
    this.plain = plain;
  }
}

/** Starts the worker at this address. */
export function openClient<Calls extends CallTable<Calls>>(address: string): Client<Calls> {
  const worker = startWorker(address);
  const waiting = new Map<number, (reply: Reply) => void>();
  let next = 0;
  const fail = (message: string): void => {
    for (const [id, settle] of waiting) settle({ id, error: { code: 'E_INTERNAL', message } });
  };
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    waiting.get(data.id)?.(data);
  };
  worker.onerror = (event) => {
    fail(event.message || 'The worker stopped.');
  };
  return {
    call: (name, ask, onProgress) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, (reply) => {
          if ('progress' in reply) {
            onProgress?.(reply.progress);
            return;
          }
          waiting.delete(id);
          if ('error' in reply) reject(new CallError(reply.error));
          else resolve(reply.answer);
        });
        worker.postMessage({ id, call: name as string, ask } satisfies Question);
      }),
    close: () => {
      worker.terminate();
      fail('The worker was closed.');
    },
  };
}
