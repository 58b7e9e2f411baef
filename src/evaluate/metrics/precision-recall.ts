import type { Label } from '../../labels.js';
import type { PrecisionRecallCurve } from '../types.js';
import { rankScores, sweep, totals, type Sweep } from './ranking.js';

export interface PrecisionRecallOptions {
  /** Leave out points whose recall equals that of both neighbours (scikit-learn ≥ 1.3). Default false. */
  dropIntermediate?: boolean;
}

/**
 * Precision against recall with scikit-learn's precision_recall_curve semantics. With one class only the
 * arrays are empty and `reason` says so.
 * @throws AssayError E_SCORES
 */
export function precisionRecallCurve(
  labels: readonly Label[],
  scores: ArrayLike<number>,
  { dropIntermediate = false }: PrecisionRecallOptions = {},
): PrecisionRecallCurve {
  const ranking = rankScores(labels, scores);
  const { fake, real } = sweep(ranking);
  const total = totals({ fake, real });
  const curve: PrecisionRecallCurve = { precision: [], recall: [], thresholds: [] };
  if (total.fake === 0 || total.real === 0) {
    const found = `found ${total.fake} fake and ${total.real} real`;
    return { ...curve, reason: `A precision-recall curve needs both classes; ${found}.` };
  }
  const last = fake.length - 1;
  for (let k = last; k >= 0; k--) {
    const isFlat = k > 0 && k < last && fake[k] === fake[k - 1] && fake[k] === fake[k + 1];
    if (dropIntermediate && isFlat) continue;
    curve.precision.push(fake[k]! / (fake[k]! + real[k]!));
    curve.recall.push(fake[k]! / total.fake);
    curve.thresholds.push(ranking.thresholds[k]!);
  }
  curve.precision.push(1);
  curve.recall.push(0);
  return curve;
}

/**
 * Average precision, Σ (Rₖ − Rₖ₋₁)·Pₖ over falling thresholds, no interpolation (scikit-learn's
 * average_precision_score). Chance is the share of fakes. NaN when a class is missing, where scikit-learn
 * gives 0 (no fake) or 1 (no real) whatever the scores are.
 * @throws AssayError E_SCORES
 */
export function averagePrecision(
  labels: readonly Label[],
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  return averagePrecisionOfSweep(sweep(rankScores(labels, scores), weights));
}

export function averagePrecisionOfSweep(counts: Sweep): number {
  const total = totals(counts);
  if (total.fake === 0 || total.real === 0) return NaN;
  let sum = 0;
  let fakeBefore = 0;
  for (let k = 0; k < counts.fake.length; k++) {
    const fake = counts.fake[k]!;
    if (fake > fakeBefore) sum += ((fake - fakeBefore) * fake) / (fake + counts.real[k]!);
    fakeBefore = fake;
  }
  return sum / total.fake;
}
