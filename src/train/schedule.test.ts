import { describe, expect, it } from 'vitest';
import {
  formatSchedule,
  learningRateAt,
  parseSchedule,
  RECIPE_SCHEDULE,
  type ScheduleSpan,
} from './schedule.js';

const over = (epochs: number, warmUp = 0): ScheduleSpan => ({ epochs, warmUp });

describe('schedule', () => {
  it('is the recipe: 1e-3 for epochs 0-2, 1e-4 to epoch 15, then 1e-5', () => {
    const rates = [0, 2, 3, 15, 16, 19].map((epoch) => learningRateAt(RECIPE_SCHEDULE, epoch, over(20)));
    expect(rates).toEqual([1e-3, 1e-3, 1e-4, 1e-4, 1e-5, 1e-5]);
  });

  it('reads what it writes, and a single rate', () => {
    expect(parseSchedule(formatSchedule(RECIPE_SCHEDULE))).toEqual(RECIPE_SCHEDULE);
    expect(learningRateAt(parseSchedule('0.01'), 99, over(100))).toBe(0.01);
    expect(parseSchedule('cosine:1e-3')).toEqual({ peak: 1e-3, end: 0 });
    expect(parseSchedule(formatSchedule({ peak: 1e-3, end: 1e-5 }))).toEqual({ peak: 1e-3, end: 1e-5 });
  });

  it('falls along half a cosine from peak to end, after a rise in a line', () => {
    const rates = [0, 5, 10].map((moment) => learningRateAt({ peak: 3, end: 1 }, moment, over(10)));
    expect(rates).toEqual([3, 2, 1].map((rate) => expect.closeTo(rate, 12) as number));
    const warm = [0, 1, 2, 7, 12].map((moment) => learningRateAt({ peak: 3, end: 1 }, moment, over(12, 2)));
    expect(warm).toEqual([0, 1.5, 3, 2, 1].map((rate) => expect.closeTo(rate, 12) as number));
    expect(learningRateAt(RECIPE_SCHEDULE, 0.5, over(20, 2))).toBeCloseTo(0.25e-3, 12);
  });

  it.each([
    '',
    'fast',
    '1e-3@1',
    '1e-3@0,1e-4@0',
    '-1',
    '0',
    '1e-3@0,,1e-4@2',
    'cosine:',
    'cosine:1,2',
    'cosine:0',
    'cosine:1,0,0',
  ])('refuses %j', (text) => {
    expect(() => parseSchedule(text)).toThrowError(expect.objectContaining({ code: 'E_ARGUMENT' }));
  });
});
