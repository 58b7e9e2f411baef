import { describe, expect, it } from 'vitest';
import { clopperPearsonUpper, wilsonInterval } from './proportion.js';

// Reference: scipy 1.10.1
//   c = binomtest(k, n).proportion_ci(.95, 'wilson')
//   binomtest(k, n, alternative='less').proportion_ci(.95, 'exact').high
it.each([
  [0, 20, 0, 0.16112515805281935, 0.1391083406683753],
  [20, 20, 0.8388748419471808, 1, 1],
  [7, 50, 0.06950833427016292, 0.26186193710585537, 0.2469352017312092],
  [1, 300, 0.0005886577218511581, 0.018636693694531237, 0.01571455489158644],
])('%i of %i', (successes, trials, low, high, upper) => {
  const interval = wilsonInterval(successes, trials);
  expect(interval.value).toBe(successes / trials);
  expect(interval.low).toBeCloseTo(low, 10);
  expect(interval.high).toBeCloseTo(high, 10);
  expect(clopperPearsonUpper(successes, trials)).toBeCloseTo(upper, 10);
});

describe('on no trials', () => {
  it('is null with a reason', () => {
    expect(wilsonInterval(0, 0)).toEqual({ value: null, low: null, high: null, reason: 'no samples' });
    expect(clopperPearsonUpper(0, 0)).toBe(1);
  });
});
