import { nextTurn } from '../concurrency.js';

/** Parts that the time is counted in. */
const PARTS = 10;

/**
 * What `work` resolves to, or what `late` makes where it takes longer than `timeoutMs`. Time in which this thread
 * was held up by other work, the network's for one, is not counted: the answer may lie ready all the while.
 * Throws as `work`, and what `late` makes.
 */
export async function withinTime<T>(work: Promise<T>, timeoutMs: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    let left = PARTS;
    const giveUp = async (): Promise<void> => {
      await nextTurn(); // answers that have come in meanwhile are heard first
      reject(late());
    };
    // A part counts once, however late its timer comes.
    const tick = (): void => {
      if (--left <= 0) void giveUp();
      else timer = setTimeout(tick, timeoutMs / PARTS);
    };
    timer = setTimeout(tick, timeoutMs / PARTS);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined); // a late failure of given-up work has nobody left to hear it
  }
}
