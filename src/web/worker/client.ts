import type { PlainError } from '../../detect/predict-each.js';
import type { CallName, Calls, Question, Reply } from './protocol.js';
import { startWorker } from './start-worker.js';

/** Called with how much of a long call is done. */
export type OnProgress = (done: number, total: number) => void;

/** A worker that answers calls one after the other. */
export interface Client {
  call<Name extends CallName>(
    name: Name,
    ask: Calls[Name]['ask'],
    onProgress?: OnProgress,
  ): Promise<Calls[Name]['answer']>;
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
export function openClient(address: string): Client {
  const worker = startWorker(address);
  const waiting = new Map<number, (reply: Reply) => void>();
  let next = 0;
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    waiting.get(data.id)?.(data);
  };
  worker.onerror = (event) => {
    const error = { code: 'E_INTERNAL', message: event.message || 'The worker stopped.' };
    for (const [id, settle] of waiting) settle({ id, error });
  };
  return {
    call: (name, ask, onProgress) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, (reply) => {
          if ('done' in reply) {
            onProgress?.(reply.done, reply.total);
            return;
          }
          waiting.delete(id);
          if ('error' in reply) reject(new CallError(reply.error));
          else resolve(reply.answer as Awaited<ReturnType<Client['call']>> as never);
        });
        worker.postMessage({ id, call: name, ask } satisfies Question);
      }),
  };
}
