import { describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import { accuracy, confusionMatrix, decide } from '../metrics/confusion.js';
import { rocAuc } from '../metrics/roc.js';
import { fair } from '../testing/vectors.js';
import { forEachResample, groupBootstrap, groupSamples, percentileInterval } from './bootstrap.js';

describe('groupSamples', () => {
  it('numbers groups, a sample without one standing alone, and sorts them by what they hold', () => {
    const grouping = groupSamples([
      { label: 'fake', group: 'a' },
      { label: 'real' },
      { label: 'fake', group: 'a' },
      { label: 'real', group: 'b' },
      { label: 'fake', group: 'b' },
      { label: 'real' },
    ]);
    expect([...grouping.of]).toEqual([0, 1, 0, 2, 2, 3]);
    expect(grouping.strata.map((stratum) => [...stratum])).toEqual([[0], [2], [1, 3]]);
    expect(grouping).toMatchObject({ groups: 4, fakeGroups: 2, realGroups: 3 });
  });
});

describe('forEachResample', () => {
  const samples = [
    ...Array.from({ length: 6 }, (_, i) => ({ label: 'fake' as const, group: `f${i >> 1}` })),
    ...Array.from({ length: 4 }, () => ({ label: 'real' as const })),
  ];

  it('draws groups whole and keeps each class', () => {
    let resamples = 0;
    forEachResample(groupSamples(samples), { random: createRandom(1), resamples: 50 }, (weights) => {
      resamples++;
      for (let i = 0; i < 6; i += 2) expect(weights[i]).toBe(weights[i + 1]);
      expect(weights.slice(0, 6).reduce((a, b) => a + b)).toBe(6);
      expect(weights.slice(6).reduce((a, b) => a + b)).toBe(4);
    });
    expect(resamples).toBe(50);
  });
});

describe('groupBootstrap', () => {
  const samples = fair.labels.map((label) => ({ label }));
  const auc = (weights: Uint32Array): number => rocAuc(fair.labels, fair.logits, weights);

  it('gives the same interval for the same seed', () => {
    const options = { random: createRandom(3), resamples: 200 };
    expect(groupBootstrap(samples, auc, options)).toEqual(
      groupBootstrap(samples, auc, { random: createRandom(3), resamples: 200 }),
    );
  });

  // Reference: the same stratified bootstrap in numpy, 200,000 resamples; M[i, j] = (f_i > r_j) + .5*(f_i == r_j)
  //   a[b] = M[np.ix_(r.randint(0, 13, 13), r.randint(0, 17, 17))].mean()
  //   z0 = norm.ppf((a < auc).mean() + .5*(a == auc).mean())
  //   np.percentile(a, 100*norm.cdf([2*z0 - 1.96, 2*z0 + 1.96]))
  it('agrees with numpy within the noise of its resamples', () => {
    const interval = groupBootstrap(samples, auc, { random: createRandom(3), resamples: 10_000 });
    expect(interval.value).toBeCloseTo(0.7941176470588236, 10);
    expect(interval.low).toBeCloseTo(0.5928, 1.7);
    expect(interval.high).toBeCloseTo(0.9321, 1.7);
  });

  it('widens by √copies when every sample is there so often under one group', () => {
    const copies = 4;
    const labels = fair.labels.flatMap((label) => new Array(copies).fill(label) as typeof fair.labels);
    const predicted = fair.labels.flatMap(
      (_, i) => new Array(copies).fill(decide(fair.logits, 0)[i]) as typeof labels,
    );
    const share = (weights: Uint32Array): number => accuracy(confusionMatrix(labels, predicted, weights));
    const width = (group: boolean): number => {
      const grouped = labels.map((label, i) =>
        group ? { label, group: `${Math.floor(i / copies)}` } : { label },
      );
      const { low, high } = groupBootstrap(grouped, share, { random: createRandom(2), resamples: 4000 });
      return high! - low!;
    };
    expect(width(true) / width(false)).toBeGreaterThan(1.8);
    expect(width(true) / width(false)).toBeLessThan(2.2);
  });
});

describe('percentileInterval', () => {
  it('is numpy.percentile of the replicates', () => {
    // np.percentile([1, 2, 3, 4, 10], [2.5, 97.5]) = [1.1, 9.4]
    const { low, high } = percentileInterval(3, Float64Array.of(4, 1, 10, 3, 2));
    expect(low).toBeCloseTo(1.1, 12);
    expect(high).toBeCloseTo(9.4, 12);
  });

  it('says why there is no interval', () => {
    expect(percentileInterval(1, Float64Array.of(1, NaN, NaN)).reason).toBe(
      'not defined in 2 of 3 resamples',
    );
    expect(percentileInterval(NaN, Float64Array.of(1)).value).toBeNull();
  });
});
