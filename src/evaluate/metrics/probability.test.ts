import { describe, expect, it } from 'vitest';
import { DIGITS, labelsOf, poor } from '../testing/vectors.js';
import { brierScore, logLoss } from './probability.js';

// Reference: scikit-learn 1.2.1, on the vectors of ../testing/vectors.ts.
describe('brierScore', () => {
  it('agrees with brier_score_loss, plain and weighted', () => {
    expect(brierScore(poor.labels, poor.probabilities)).toBeCloseTo(0.3156041666666667, DIGITS);
    expect(brierScore(poor.labels, poor.probabilities, poor.weights)).toBeCloseTo(0.2866105263157895, DIGITS);
  });

  it('is defined on one class, NaN on nothing, and refuses logits', () => {
    expect(brierScore(labelsOf([1, 1]), [1, 0.5])).toBe(0.125);
    expect(brierScore([], [])).toBeNaN();
    expect(() => brierScore(labelsOf([1]), [3])).toThrow(/expected 0\.\.1/);
  });
});

describe('logLoss', () => {
  it('agrees with log_loss, certain mistakes kept finite', () => {
    expect(logLoss(poor.labels, poor.probabilities)).toBeCloseTo(3.663576531336163, DIGITS);
    expect(logLoss(poor.labels, poor.probabilities, poor.weights)).toBeCloseTo(2.5767307980057224, DIGITS);
    expect(logLoss(labelsOf([0, 1, 1]), [0, 1, 0.5])).toBeCloseTo(0.23104906018664859, DIGITS);
    expect(logLoss(labelsOf([1, 0]), [0, 1])).toBeCloseTo(36.04365338911715, DIGITS);
  });
});
