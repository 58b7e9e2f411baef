import { expect, it } from 'vitest';
import { mapInOrder } from './concurrency.js';

it('keeps the order, the bound, and stops with its consumer', async () => {
  let running = 0;
  let most = 0;
  let started = 0;
  const work = async (delay: number): Promise<number> => {
    started++;
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, delay));
    running--;
    return delay;
  };
  const seen: number[] = [];
  for await (const value of mapInOrder([9, 1, 5, 1, 1], 2, work)) seen.push(value);
  expect(seen).toEqual([9, 1, 5, 1, 1]);
  expect(most).toBe(2);

  started = 0;
  for await (const value of mapInOrder([1, 1, 1, 1, 1, 1], 2, work)) if (value === 1) break;
  expect(started).toBe(2);
});

it('passes a failure on to the consumer and leaves no other one unhandled', async () => {
  const fail = (n: number): Promise<number> => Promise.reject(new Error(String(n)));
  const consume = async (): Promise<void> => {
    for await (const value of mapInOrder([1, 2, 3], 3, fail)) void value;
  };
  await expect(consume()).rejects.toThrow('1');
});

it('leaves no failure unhandled when its consumer takes no more', async () => {
  const later = (n: number): Promise<number> =>
    n === 1 ? Promise.resolve(n) : new Promise((_, reject) => setTimeout(reject, 1, new Error(String(n))));
  const results = mapInOrder([1, 2, 3], 3, later);
  expect((await results.next()).value).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 10));
  await expect(results.next()).rejects.toThrow('2');
});
