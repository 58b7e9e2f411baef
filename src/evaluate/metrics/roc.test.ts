import { describe, expect, it } from 'vitest';
import { AssayError } from '../../errors.js';
import { DIGITS, fair, labelsOf, poor } from '../testing/vectors.js';
import { equalErrorRate, rocAuc, rocCurve, tprAtFpr } from './roc.js';

// Reference: scikit-learn 1.2.1, on the vectors of ../testing/vectors.ts.
describe('rocCurve', () => {
  it('agrees with roc_curve(y, p), the first threshold being null for "above every score"', () => {
    const curve = rocCurve(poor.labels, poor.probabilities);
    const fourteenths = [0, 1, 1, 2, 2, 5, 5, 7, 7, 9, 12, 12, 14, 14];
    expect(curve.falsePositiveRate).toEqual(fourteenths.map((count) => count / 14));
    expect(curve.truePositiveRate).toEqual([0, 0, 0.1, 0.1, 0.3, 0.3, 0.5, 0.5, 0.6, 0.6, 0.6, 0.7, 0.7, 1]);
    expect(curve.thresholds).toEqual([
      null,
      ...[1, 0.86, 0.76, 0.74, 0.56, 0.54, 0.37, 0.36, 0.29, 0.28, 0.26, 0.21, 0],
    ]);
  });

  it('keeps every distinct score with dropIntermediate: false', () => {
    const curve = rocCurve(poor.labels, poor.probabilities, { dropIntermediate: false });
    const reals = [0, 1, 1, 2, 2, 2, 3, 4, 5, 5, 5, 6, 7, 7, 8, 9, 12, 12, 13, 14, 14, 14, 14];
    const fakes = [0, 0, 1, 1, 2, 3, 3, 3, 3, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 8, 9, 10];
    expect(curve.falsePositiveRate).toEqual(reals.map((count) => count / 14));
    expect(curve.truePositiveRate).toEqual(fakes.map((count) => count / 10));
  });

  it('is one diagonal when all scores tie', () => {
    const curve = rocCurve(labelsOf([1, 0, 1]), [0.5, 0.5, 0.5]);
    expect(curve).toEqual({ falsePositiveRate: [0, 1], truePositiveRate: [0, 1], thresholds: [null, 0.5] });
  });

  it('is empty with a reason on one class', () => {
    const curve = rocCurve(labelsOf([1, 1]), [0.2, 0.3]);
    expect(curve.thresholds).toEqual([]);
    expect(curve.reason).toMatch(/found 2 fake and 0 real/);
  });

  it('names a score that is no number', () => {
    expect(() => rocCurve(labelsOf([1, 0]), [0.5, NaN])).toThrow(AssayError);
    expect(() => rocCurve(labelsOf([1, 0]), [0.5, NaN])).toThrow(/Score 1 is NaN/);
    expect(() => rocAuc(labelsOf([1, 0]), [0.5])).toThrow(/2 labels but 1 scores/);
  });
});

describe('rocAuc', () => {
  it('agrees with roc_auc_score, plain and weighted', () => {
    expect(rocAuc(poor.labels, poor.probabilities)).toBeCloseTo(0.45714285714285713, DIGITS);
    expect(rocAuc(poor.labels, poor.probabilities, poor.weights)).toBeCloseTo(0.5126050420168067, DIGITS);
    expect(rocAuc(fair.labels, fair.logits)).toBeCloseTo(0.7941176470588236, DIGITS);
  });

  it('counts a tie half', () => {
    expect(rocAuc(labelsOf([1, 0, 1]), [0.5, 0.5, 0.5])).toBe(0.5);
  });

  it('is NaN on one class', () => {
    expect(rocAuc(labelsOf([1, 1]), [0.2, 0.3])).toBeNaN();
    expect(rocAuc(labelsOf([0]), [0.2])).toBeNaN();
    expect(rocAuc([], [])).toBeNaN();
  });
});

describe('equalErrorRate', () => {
  // Reference: f, t, _ = roc_curve(y, s, drop_intermediate=False)
  //            scipy.optimize.brentq(lambda x: 1 - x - scipy.interpolate.interp1d(f, t)(x), 0, 1, xtol=1e-15)
  it('interpolates the curve linearly', () => {
    expect(equalErrorRate(poor.labels, poor.probabilities)).toBeCloseTo(0.5, DIGITS);
    expect(equalErrorRate(fair.labels, fair.logits)).toBeCloseTo(0.2352941176470596, DIGITS);
    const tied = labelsOf([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(equalErrorRate(tied, [4, 4, 2, 2, 1, 4, 2, 2, 1, 1, 0, 0])).toBeCloseTo(1 / 3, DIGITS);
  });

  it('is 0 for a perfect ranking, 1 for a perfectly wrong one, NaN on one class', () => {
    expect(equalErrorRate(labelsOf([1, 0]), [1, 0])).toBe(0);
    expect(equalErrorRate(labelsOf([1, 0]), [0, 1])).toBe(1);
    expect(equalErrorRate(labelsOf([1]), [0])).toBeNaN();
  });
});

describe('tprAtFpr', () => {
  // Reference: f, t, _ = roc_curve(y, s, drop_intermediate=False); t[f <= m].max()
  it('is the best rate at or below the allowed false alarms', () => {
    expect(tprAtFpr(fair.labels, fair.logits, 0.1)).toBeCloseTo(0.46153846153846156, DIGITS);
    expect(tprAtFpr(fair.labels, fair.logits, 0.3)).toBeCloseTo(0.8461538461538461, DIGITS);
    expect(tprAtFpr(poor.labels, poor.probabilities, 0.1)).toBeCloseTo(0.1, DIGITS);
  });

  it('is NaN where the reals are too few to show such a rate', () => {
    expect(tprAtFpr(fair.labels, fair.logits, 0.05)).toBeNaN(); // 17 reals, 1/17 > 5 %
    expect(tprAtFpr(labelsOf([1, 1]), [0.2, 0.3], 0.5)).toBeNaN();
  });

  it('allows one real in twenty at 5 %, and takes ties together', () => {
    const labels = labelsOf([...new Array<number>(20).fill(0), 1, 1]);
    const reals = Array.from({ length: 20 }, (_, i) => i / 100);
    expect(tprAtFpr(labels, [...reals, 0.185, 0.5], 0.05)).toBe(1);
    expect(tprAtFpr(labels, [...reals, 0.18, 0.5], 0.05)).toBe(0.5);
  });
});
