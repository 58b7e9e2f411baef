import { describe, expect, it } from 'vitest';
import { formatSchedule, learningRateAt, parseSchedule, RECIPE_SCHEDULE } from './schedule.js';

describe('schedule', () => {
  it('is the recipe: 1e-3 for epochs 0-2, 1e-4 to epoch 15, then 1e-5', () => {
    const rates = [0, 2, 3, 15, 16, 19].map((epoch) => learningRateAt(RECIPE_SCHEDULE, epoch));
    expect(rates).toEqual([1e-3, 1e-3, 1e-4, 1e-4, 1e-5, 1e-5]);
  });

  it('reads what it writes, and a single rate', () => {
    expect(parseSchedule(formatSchedule(RECIPE_SCHEDULE))).toEqual(RECIPE_SCHEDULE);
    expect(learningRateAt(parseSchedule('0.01'), 99)).toBe(0.01);
  });

  it.each(['', 'fast', '1e-3@1', '1e-3@0,1e-4@0', '-1', '0', '1e-3@0,,1e-4@2'])('refuses %j', (text) => {
    expect(() => parseSchedule(text)).toThrowError(expect.objectContaining({ code: 'E_ARGUMENT' }));
  });
});
