import { plainError } from '../../detect/predict-each.js';
import type { CallName, Calls, Question, Reply } from './protocol.js';

/** What answers each call; `onProgress` may be called on the way. */
export type Handlers = {
  [Name in CallName]: (
    ask: Calls[Name]['ask'],
    onProgress: (done: number, total: number) => void,
  ) => Promise<Calls[Name]['answer']>;
};

/** Answers calls in the order they come, one at a time: pictures are large, and one engine serves them all. */
export function serve(handlers: Handlers): void {
  let queue: Promise<unknown> = Promise.resolve();
  const post = (reply: Reply): void => {
    self.postMessage(reply);
  };
  self.onmessage = ({ data: { id, call, ask } }: MessageEvent<Question>): void => {
    const handle = handlers[call] as (
      ask: unknown,
      onProgress: (done: number, total: number) => void,
    ) => Promise<Calls[CallName]['answer']>;
    queue = queue.then(async () => {
      try {
        post({
          id,
          answer: await handle(ask, (done, total) => {
            post({ id, done, total });
          }),
        });
      } catch (error) {
        post({ id, error: plainError(error) });
      }
    });
  };
}
