import type { Label } from '../../labels.js';
import type { RocCurve } from '../types.js';
import { rankScores, sweep, totals, type Sweep } from './ranking.js';

export interface RocOptions {
  /** Leave out thresholds that lie on a straight line between their neighbours. Default true. */
  dropIntermediate?: boolean;
}

/**
 * The ROC curve with scikit-learn's roc_curve semantics: one point per distinct score, from (0, 0).
 * With one class only the arrays are empty and `reason` says so.
 * @throws AssayError E_SCORES
 */
export function rocCurve(
  labels: readonly Label[],
  scores: ArrayLike<number>,
  { dropIntermediate = true }: RocOptions = {},
): RocCurve {
  const ranking = rankScores(labels, scores);
  const counts = sweep(ranking);
  const total = totals(counts);
  if (total.fake === 0 || total.real === 0) {
    return {
      falsePositiveRate: [],
      truePositiveRate: [],
      thresholds: [],
      reason: `A ROC curve needs both classes; found ${total.fake} fake and ${total.real} real.`,
    };
  }
  const curve: RocCurve = { falsePositiveRate: [0], truePositiveRate: [0], thresholds: [null] };
  const last = ranking.thresholds.length - 1;
  for (let k = 0; k <= last; k++) {
    if (dropIntermediate && k > 0 && k < last && isStraight(counts, k)) continue;
    curve.falsePositiveRate.push(counts.real[k]! / total.real);
    curve.truePositiveRate.push(counts.fake[k]! / total.fake);
    curve.thresholds.push(ranking.thresholds[k]!);
  }
  return curve;
}

/** True where neither count changes its step at k: the point lies on the line of its neighbours. */
function isStraight({ fake, real }: Sweep, k: number): boolean {
  return (
    fake[k + 1]! - fake[k]! === fake[k]! - fake[k - 1]! && real[k + 1]! - real[k]! === real[k]! - real[k - 1]!
  );
}

/**
 * Area under the ROC curve: the chance that a fake scores above a real, ties counting half
 * (scikit-learn's roc_auc_score). NaN when a class is missing.
 * @throws AssayError E_SCORES
 */
export function rocAuc(
  labels: readonly Label[],
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  return aucOfSweep(sweep(rankScores(labels, scores), weights));
}

/**
 * The error rate where misses and false alarms are equally frequent. The ROC curve is joined by straight
 * lines (scikit-learn's points, linear interpolation) and cut with the diagonal FPR = 1 − TPR. NaN when a
 * class is missing.
 * @throws AssayError E_SCORES
 */
export function equalErrorRate(labels: readonly Label[], scores: ArrayLike<number>): number {
  return equalErrorRateOfSweep(sweep(rankScores(labels, scores)));
}

/**
 * Share of fakes found at the best threshold whose false positive rate is at most `maxFpr`. No interpolation:
 * samples that tie are called together, so the rate is one a threshold can reach. NaN when a class is missing,
 * and when there are fewer reals than 1 / maxFpr: then no threshold with a false alarm would qualify and the
 * rate could not be told from the rate at no false alarm.
 * @throws AssayError E_SCORES
 */
export function tprAtFpr(labels: readonly Label[], scores: ArrayLike<number>, maxFpr: number): number {
  const counts = sweep(rankScores(labels, scores));
  return resolvesFpr(totals(counts).real, maxFpr) ? tprAtFprOfSweep(counts, maxFpr) : NaN;
}

/** Whether this many reals can show a false positive rate as small as `maxFpr`. */
export function resolvesFpr(reals: number, maxFpr: number): boolean {
  return reals * maxFpr * ROUNDING >= 1;
}

export function aucOfSweep(counts: Sweep): number {
  const total = totals(counts);
  let area = 0;
  let fakeBefore = 0;
  let realBefore = 0;
  for (let k = 0; k < counts.fake.length; k++) {
    const fake = counts.fake[k]!;
    const real = counts.real[k]!;
    area += (real - realBefore) * (fake + fakeBefore);
    fakeBefore = fake;
    realBefore = real;
  }
  return area / (2 * total.fake * total.real);
}

export function equalErrorRateOfSweep(counts: Sweep): number {
  const total = totals(counts);
  if (total.fake === 0 || total.real === 0) return NaN;
  let fprBefore = 0;
  let excessBefore = 1; // misses − false alarms, falls from 1 to −1 along the curve
  for (let k = 0; k < counts.fake.length; k++) {
    const fpr = counts.real[k]! / total.real;
    const excess = 1 - counts.fake[k]! / total.fake - fpr;
    if (excess <= 0) return fprBefore + ((fpr - fprBefore) * excessBefore) / (excessBefore - excess);
    fprBefore = fpr;
    excessBefore = excess;
  }
  return NaN;
}

export function tprAtFprOfSweep(counts: Sweep, maxFpr: number): number {
  return tprWithin(counts, maxFpr * totals(counts).real * ROUNDING);
}

/**
 * The same at the threshold that keeps the rate on new reals, not only on these: with k of n reals above it, a new
 * one is above it with a chance of (k + 1)/(n + 1). A little lower; the honest lower end of a small set.
 */
export function cautiousTprAtFprOfSweep(counts: Sweep, maxFpr: number): number {
  return tprWithin(counts, Math.max(0, maxFpr * (totals(counts).real + 1) * ROUNDING - 1));
}

function tprWithin(counts: Sweep, allowedReals: number): number {
  const total = totals(counts);
  if (total.fake === 0 || total.real === 0) return NaN;
  let best = 0;
  for (let k = 0; k < counts.fake.length && counts.real[k]! <= allowedReals; k++) best = counts.fake[k]!;
  return best / total.fake;
}

/** 5 % of 20 reals is one real, whatever the product's last bit says. */
const ROUNDING = 1 + 1e-12;
