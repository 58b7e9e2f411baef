import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { withinTime } from './within-time.js';

const late = (): Error => new Error('late');

it('gives what comes in time, and its failures', async () => {
  expect(await withinTime(Promise.resolve(7), 1000, late)).toBe(7);
  await expect(withinTime(Promise.reject(new Error('broken')), 1000, late)).rejects.toThrow('broken');
});

it('gives up on what does not come', async () => {
  await expect(withinTime(new Promise(() => undefined), 20, late)).rejects.toThrow('late');
});

it('does not count the time in which its own thread was busy', async () => {
  const work = (async () => {
    await sleep(5);
    hold(300);
    await sleep(5);
    return 'ready';
  })();
  expect(await withinTime(work, 200, late)).toBe('ready');
});

function hold(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
