import { rankScores } from '../metrics/ranking.js';
import type { Estimate } from '../scored.js';
import { groupSamples, type Grouped, type Grouping } from './bootstrap.js';
import { normalQuantile, normalTail } from './distributions.js';

/** ROC areas of detectors scored on the same samples, and how they vary together. */
export interface AucCovariance {
  auc: number[];
  /** Rows and columns in the order of the detectors. */
  covariance: number[][];
}

export interface DelongTest {
  first: Estimate;
  second: Estimate;
  /** First minus second. */
  difference: Estimate;
  z: number | null;
  /** Two-sided. */
  p: number | null;
}

/**
 * Areas under the ROC curves and their covariance after DeLong, DeLong & Clarke-Pearson 1988. Samples of one
 * group count as one observation (Obuchowski 1997), which is DeLong's own variance when each sample stands
 * alone. NaN when a class is missing; the covariance also when a class has a single group.
 * @throws AssayError E_SCORES
 */
export function aucCovariance(
  samples: readonly Grouped[],
  scoresOfEach: readonly ArrayLike<number>[],
): AucCovariance {
  const grouping = groupSamples(samples);
  const detectors = scoresOfEach.map((scores) => placements(samples, scores, grouping));
  return {
    auc: detectors.map((detector) => detector.auc),
    covariance: detectors.map((a) => detectors.map((b) => covarianceOf(a, b, grouping))),
  };
}

/**
 * The area under one ROC curve with its DeLong interval, cut to 0..1.
 * @throws AssayError E_SCORES
 */
export function delongInterval(
  samples: readonly Grouped[],
  scores: ArrayLike<number>,
  level = 0.95,
): Estimate {
  const { auc, covariance } = aucCovariance(samples, [scores]);
  return withinUnit(waldInterval(auc[0]!, covariance[0]![0]!, level));
}

/**
 * Whether two detectors scored on the same samples have the same ROC area (DeLong et al. 1988, clusters after
 * Obuchowski 1997). Where both rank all samples alike the difference is 0 and p is 1.
 * @throws AssayError E_SCORES
 */
export function delongTest(
  samples: readonly Grouped[],
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  level = 0.95,
): DelongTest {
  const { auc, covariance } = aucCovariance(samples, [first, second]);
  const [a, b] = auc as [number, number];
  const [[varA, covAB], [, varB]] = covariance as [[number, number], [number, number]];
  // Rounding can leave the difference of nearly equal variances just below zero.
  const variance = Math.max(0, varA + varB - 2 * covAB);
  const result = {
    first: withinUnit(waldInterval(a, varA, level)),
    second: withinUnit(waldInterval(b, varB, level)),
    difference: waldInterval(a - b, variance, level),
  };
  if (result.difference.low === null) return { ...result, z: null, p: null };
  if (variance < 1e-18) {
    const same = Math.abs(a - b) < 1e-12;
    return { ...result, z: same ? 0 : null, p: same ? 1 : 0 };
  }
  const z = (a - b) / Math.sqrt(variance);
  return { ...result, z, p: 2 * normalTail(Math.abs(z)) };
}

/** One detector's area, and by group how far the placements of its fakes and of its reals lie from it. */
interface Placements {
  auc: number;
  fakes: number;
  reals: number;
  ofFakes: Float64Array;
  ofReals: Float64Array;
}

/**
 * A fake's placement is the share of reals it beats, a real's the share of fakes that beat it; ties count half.
 */
function placements(
  samples: readonly Grouped[],
  scores: ArrayLike<number>,
  { of, groups }: Grouping,
): Placements {
  const labels = samples.map((sample) => sample.label);
  const { order, isFake, ends } = rankScores(labels, scores);
  const fakes = labels.filter((label) => label === 'fake').length;
  const reals = labels.length - fakes;
  const placement = new Float64Array(labels.length);
  let fakesAbove = 0;
  let realsAbove = 0;
  let start = 0;
  for (const end of ends) {
    let tiedFakes = 0;
    for (let rank = start; rank < end; rank++) tiedFakes += isFake[rank]!;
    const tiedReals = end - start - tiedFakes;
    for (let rank = start; rank < end; rank++) {
      placement[order[rank]!] =
        isFake[rank] === 1
          ? (reals - realsAbove - tiedReals / 2) / reals
          : (fakesAbove + tiedFakes / 2) / fakes;
    }
    fakesAbove += tiedFakes;
    realsAbove += tiedReals;
    start = end;
  }
  const auc = labels.reduce((sum, label, i) => (label === 'fake' ? sum + placement[i]! : sum), 0) / fakes;
  const ofFakes = new Float64Array(groups);
  const ofReals = new Float64Array(groups);
  labels.forEach((label, i) => {
    (label === 'fake' ? ofFakes : ofReals)[of[i]!]! += placement[i]! - auc;
  });
  return { auc, fakes, reals, ofFakes, ofReals };
}

function covarianceOf(a: Placements, b: Placements, grouping: Grouping): number {
  const { fakes, reals } = a;
  const { groups, fakeGroups, realGroups } = grouping;
  if (fakeGroups < 2 || realGroups < 2) return NaN;
  const amongFakes = (fakeGroups / (fakeGroups - 1)) * dot(a.ofFakes, b.ofFakes);
  const amongReals = (realGroups / (realGroups - 1)) * dot(a.ofReals, b.ofReals);
  const across = (groups / (groups - 1)) * (dot(a.ofFakes, b.ofReals) + dot(a.ofReals, b.ofFakes));
  return amongFakes / fakes ** 2 + amongReals / reals ** 2 + across / (fakes * reals);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function waldInterval(value: number, variance: number, level: number): Estimate {
  if (Number.isNaN(value)) return { value: null, low: null, high: null, reason: 'a class is missing' };
  if (Number.isNaN(variance)) {
    return { value, low: null, high: null, reason: 'a class has a single group' };
  }
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
}

function withinUnit(estimate: Estimate): Estimate {
  if (estimate.low === null || estimate.high === null) return estimate;
  return { ...estimate, low: Math.max(0, estimate.low), high: Math.min(1, estimate.high) };
}
