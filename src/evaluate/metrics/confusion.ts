import { AssayError } from '../../errors.js';
import type { Label } from '../../labels.js';
import type { ConfusionMatrix } from '../types.js';

/**
 * Counts decisions against the truth, fake being positive (scikit-learn's confusion_matrix, cells by name).
 * @throws AssayError E_SCORES when the lengths differ.
 */
export function confusionMatrix(
  truth: readonly Label[],
  predicted: readonly Label[],
  weights?: ArrayLike<number>,
): ConfusionMatrix {
  if (truth.length !== predicted.length) {
    throw new AssayError(
      'E_SCORES',
      `Found ${truth.length} labels but ${predicted.length} predictions; give one prediction per label.`,
    );
  }
  const matrix = { truePositive: 0, falseNegative: 0, falsePositive: 0, trueNegative: 0 };
  for (let i = 0; i < truth.length; i++) {
    const weight = weights?.[i] ?? 1;
    const saysFake = predicted[i] === 'fake';
    if (truth[i] === 'fake') matrix[saysFake ? 'truePositive' : 'falseNegative'] += weight;
    else matrix[saysFake ? 'falsePositive' : 'trueNegative'] += weight;
  }
  return matrix;
}

/** The decision at one cut: fake where the score is at or above the threshold. */
export function decide(scores: ArrayLike<number>, threshold = 0.5): Label[] {
  return Array.from(scores, (score) => (score >= threshold ? 'fake' : 'real'));
}

/** Share of right decisions. NaN on an empty matrix. */
export function accuracy(m: ConfusionMatrix): number {
  const right = m.truePositive + m.trueNegative;
  return right / (right + m.falsePositive + m.falseNegative);
}

/** Share of fakes called fake (true positive rate, sensitivity). NaN without a fake. */
export function recall(m: ConfusionMatrix): number {
  return m.truePositive / (m.truePositive + m.falseNegative);
}

/** Share of reals called real (true negative rate). NaN without a real. */
export function specificity(m: ConfusionMatrix): number {
  return m.trueNegative / (m.trueNegative + m.falsePositive);
}

/** Share of `fake` calls that are fakes. NaN when nothing was called fake (scikit-learn says 0 and warns). */
export function precision(m: ConfusionMatrix): number {
  return m.truePositive / (m.truePositive + m.falsePositive);
}

/** Mean of recall and specificity; chance is ½ whatever the class mix. NaN when a class is missing. */
export function balancedAccuracy(m: ConfusionMatrix): number {
  return (recall(m) + specificity(m)) / 2;
}

/** Harmonic mean of precision and recall, 2·TP / (2·TP + FP + FN). NaN without a fake and without a fake call. */
export function f1(m: ConfusionMatrix): number {
  return (2 * m.truePositive) / (2 * m.truePositive + m.falsePositive + m.falseNegative);
}

/**
 * Matthews correlation of truth and decision, −1..1. Zero when every decision is the same (scikit-learn's
 * convention); NaN when a class is missing.
 */
export function matthews(m: ConfusionMatrix): number {
  const fake = m.truePositive + m.falseNegative;
  const real = m.falsePositive + m.trueNegative;
  if (fake === 0 || real === 0) return NaN;
  const saidFake = m.truePositive + m.falsePositive;
  const saidReal = m.falseNegative + m.trueNegative;
  if (saidFake === 0 || saidReal === 0) return 0;
  const covariance = m.truePositive * m.trueNegative - m.falsePositive * m.falseNegative;
  return covariance / Math.sqrt(fake * real * (saidFake * saidReal)); // exactly ±1 where it should be
}
