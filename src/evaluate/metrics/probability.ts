import type { Label } from '../../labels.js';
import { checkProbabilities } from './ranking.js';

/**
 * Mean squared distance of the probability of fake from the truth (scikit-learn's brier_score_loss): 0 is
 * perfect, ¼ is always saying ½. NaN on no samples.
 * @throws AssayError E_SCORES
 */
export function brierScore(
  labels: readonly Label[],
  probabilities: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  checkProbabilities(labels, probabilities);
  return weightedMean(labels, weights, (i) => squaredError(labels[i]!, probabilities[i]!));
}

/**
 * Mean −ln of the probability given to the truth, in nats (scikit-learn's log_loss; probabilities are kept
 * 2.2e-16 from 0 and 1, as there). ln 2 is always saying ½. NaN on no samples.
 * @throws AssayError E_SCORES
 */
export function logLoss(
  labels: readonly Label[],
  probabilities: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  checkProbabilities(labels, probabilities);
  return weightedMean(labels, weights, (i) => negativeLogLikelihood(labels[i]!, probabilities[i]!));
}

export function squaredError(label: Label, probability: number): number {
  return (probability - (label === 'fake' ? 1 : 0)) ** 2;
}

export function negativeLogLikelihood(label: Label, probability: number): number {
  const kept = Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, probability));
  return label === 'fake' ? -Math.log(kept) : -Math.log1p(-kept);
}

function weightedMean(
  labels: readonly Label[],
  weights: ArrayLike<number> | undefined,
  value: (i: number) => number,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights?.[i] ?? 1;
    sum += weight * value(i);
    total += weight;
  }
  return sum / total;
}
