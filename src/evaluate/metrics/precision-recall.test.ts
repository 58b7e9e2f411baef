import { describe, expect, it } from 'vitest';
import { DIGITS, labelsOf, poor } from '../testing/vectors.js';
import { averagePrecision, precisionRecallCurve } from './precision-recall.js';

// Reference: scikit-learn 1.2.1, on the vectors of ../testing/vectors.ts.
describe('precisionRecallCurve', () => {
  it('agrees with precision_recall_curve(y, p)', () => {
    const curve = precisionRecallCurve(poor.labels, poor.probabilities);
    const fakes = [10, 9, 8, 7, 7, 7, 6, 6, 6, 6, 5, 5, 5, 4, 3, 3, 3, 3, 2, 1, 1, 0, 0];
    const called = [24, 23, 22, 21, 20, 19, 18, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    expect(curve.recall).toEqual(fakes.map((count) => count / 10));
    expect(curve.precision).toEqual([...called.map((count, k) => fakes[k]! / count), 1]);
    expect(curve.thresholds).toEqual([
      ...[0, 0.12, 0.17, 0.21, 0.23, 0.26, 0.28, 0.29, 0.34, 0.36, 0.37, 0.41, 0.54, 0.55, 0.56, 0.61, 0.7],
      ...[0.74, 0.75, 0.76, 0.86, 1],
    ]);
  });

  it('drops points between equal recalls on request', () => {
    const curve = precisionRecallCurve(poor.labels, poor.probabilities, { dropIntermediate: true });
    expect(curve.recall).toEqual([
      1, 0.9, 0.8, 0.7, 0.7, 0.6, 0.6, 0.5, 0.5, 0.4, 0.3, 0.3, 0.2, 0.1, 0.1, 0, 0,
    ]);
    expect(curve.precision).toHaveLength(curve.recall.length);
    expect(curve.thresholds).toHaveLength(curve.recall.length - 1);
  });

  it('is empty with a reason on one class', () => {
    expect(precisionRecallCurve(labelsOf([0, 0]), [0.1, 0.2]).reason).toMatch(/0 fake and 2 real/);
  });
});

describe('averagePrecision', () => {
  it('agrees with average_precision_score, plain, weighted and all tied', () => {
    expect(averagePrecision(poor.labels, poor.probabilities)).toBeCloseTo(0.4546011336743602, DIGITS);
    expect(averagePrecision(poor.labels, poor.probabilities, poor.weights)).toBeCloseTo(
      0.6045479105600947,
      DIGITS,
    );
    expect(averagePrecision(labelsOf([1, 0, 1]), [0.5, 0.5, 0.5])).toBeCloseTo(2 / 3, DIGITS);
  });

  it('is NaN on one class', () => {
    expect(averagePrecision(labelsOf([1, 1]), [0.1, 0.2])).toBeNaN();
    expect(averagePrecision(labelsOf([0, 0]), [0.1, 0.2])).toBeNaN();
  });
});
