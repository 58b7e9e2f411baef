import { describe, expect, it } from 'vitest';
import { tensor } from '../graph/index.js';
import { poolStatistics } from './batch-statistics.js';

describe('pooled batch statistics', () => {
  it('are those of all numbers together', () => {
    // [1, 3] and [5, 11]: means 2 and 8, population variances 1 and 9; of all four 5 and 14.
    const batch = (mean: number, variance: number) => ({
      'mean/batch': tensor('float32', [1], [mean]),
      'variance/batch': tensor('float32', [1], [variance]),
    });
    const pooled = poolStatistics([batch(2, 1), batch(8, 9)], [{ mean: 'mean', variance: 'variance' }]);
    expect(pooled).toEqual({ mean: Float32Array.of(5), variance: Float32Array.of(14) });
  });
});
