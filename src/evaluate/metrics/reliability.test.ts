import { describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import { DIGITS, labelsOf, poor } from '../testing/vectors.js';
import { expectedCalibrationError, reliability, scoreHistogram } from './reliability.js';

// Reference: scikit-learn 1.2.1 and numpy, on the vectors of ../testing/vectors.ts.
//   edges = np.linspace(0, 1, n+1)  or  np.percentile(p, np.linspace(0, 1, n+1)*100)
//   count = np.bincount(np.searchsorted(edges[1:-1], p), minlength=n)
//   t, m = calibration_curve(y, p, n_bins=n, strategy='uniform' or 'quantile')
//   (count[count > 0] * abs(t - m)).sum() / len(y)
describe('expectedCalibrationError', () => {
  it.each([
    [{}, 0.31958333333333333],
    [{ bins: 5 }, 0.2537499999999999],
    [{ binning: 'equal-mass' as const }, 0.35625],
    [{ bins: 5, binning: 'equal-mass' as const }, 0.21708333333333332],
  ])('agrees with calibration_curve: %o', (options, value) => {
    expect(expectedCalibrationError(poor.labels, poor.probabilities, options)).toBeCloseTo(value, DIGITS);
  });

  it('is NaN on nothing and defined on one class', () => {
    expect(expectedCalibrationError([], [])).toBeNaN();
    expect(expectedCalibrationError(labelsOf([1, 1]), [0.9, 0.7])).toBeCloseTo(0.2, DIGITS);
  });
});

describe('reliability', () => {
  it('gives per bin what calibration_curve gives', () => {
    const { bins, expectedCalibrationError: error } = reliability(poor.labels, poor.probabilities, {
      bins: 5,
    });
    expect(bins.map((bin) => bin.count)).toEqual([3, 10, 4, 5, 2]);
    expect(bins.map((bin) => bin.fakeShare.value)).toEqual([1, 0.2, 0.5, 0.4, 0.5]);
    const means = [0.09666666666666668, 0.29, 0.515, 0.712, 0.9299999999999999];
    bins.forEach((bin, b) => expect(bin.meanProbability).toBeCloseTo(means[b]!, DIGITS));
    expect(error).toBeCloseTo(0.2537499999999999, DIGITS);
  });

  it('marks an empty bin with nulls, as JSON keeps them', () => {
    const { bins } = reliability(labelsOf([1]), [0.95], { bins: 2 });
    expect(bins[0]).toMatchObject({ count: 0, meanProbability: null, fakeShare: { value: null } });
    expect(JSON.parse(JSON.stringify(bins))).toEqual(bins);
  });

  it('expects of a calibrated detector about what one shows', () => {
    const random = createRandom(5);
    const probabilities = Array.from({ length: 400 }, () => random.next());
    const errors = Array.from({ length: 200 }, () =>
      expectedCalibrationError(
        labelsOf(probabilities.map((p) => (random.next() < p ? 1 : 0))),
        probabilities,
      ),
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const { noiseFloor } = reliability(labelsOf(probabilities.map(() => 1)), probabilities);
    expect(Math.abs(noiseFloor! / mean - 1)).toBeLessThan(0.05);
  });
});

describe('scoreHistogram', () => {
  it('counts by class; an inner edge belongs to the bin below', () => {
    expect(scoreHistogram(labelsOf([1, 0, 1, 0]), [0, 0.5, 0.51, 1], 2)).toEqual({
      edges: [0, 0.5, 1],
      fake: [1, 1],
      real: [1, 1],
    });
  });
});
