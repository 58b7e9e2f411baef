import { plainError } from '../../detect/predict-each.js';
import type { CallTable, Question, Reply } from './protocol.js';

/** What answers each call; `onProgress` may be called on the way. */
export type Handlers<Calls extends CallTable<Calls>> = {
  [Name in keyof Calls]: (
    ask: Calls[Name]['ask'],
    onProgress: (progress: Calls[Name]['progress']) => void,
  ) => Promise<Calls[Name]['answer']>;
};

/** Answers calls in the order they come, one at a time: pictures are large, and one engine serves them all. */
export function serve<Calls extends CallTable<Calls>>(handlers: Handlers<Calls>): void {
  let queue: Promise<unknown> = Promise.resolve();
  const post = (reply: Reply): void => {
    self.postMessage(reply);
  };
  self.onmessage = ({ data: { id, call, ask } }: MessageEvent<Question>): void => {
    const handle = handlers[call as keyof Calls] as (
      ask: unknown,
      onProgress: (progress: unknown) => void,
    ) => Promise<unknown>;
    queue = queue.then(async () => {
      try {
        post({
          id,
          answer: await handle(ask, (progress) => {
            post({ id, progress });
          }),
        });
      } catch (error) {
        post({ id, error: plainError(error) });
      }
    });
  };
}
