/**
 * Maps items with at most `concurrency` calls under way and yields the results in the items' order. At most
 * `concurrency` results wait, so memory stays flat; breaking out of the loop starts no further call.
 */
export async function* mapInOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  concurrency: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R, void, void> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    const call = map(item);
    // Who takes the results may take no more, and then nobody waits for the calls under way.
    call.catch(() => undefined);
    underWay.push(call);
    if (underWay.length >= concurrency) yield await underWay.shift()!;
  }
  while (underWay.length > 0) yield await underWay.shift()!;
}

/** Lets signals, messages and timers through between two pieces of work. A browser has no `setImmediate`. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if ('setImmediate' in globalThis) setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
