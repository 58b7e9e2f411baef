import type { Label } from '../../labels.js';
import { wilsonInterval } from '../statistics/proportion.js';
import { quantile } from '../statistics/quantile.js';
import type { Binning, Reliability, ReliabilityBin, ScoreHistogram } from '../types.js';
import { checkProbabilities } from './ranking.js';

export interface BinningOptions {
  /** How many bins. Default 15 (Guo et al. 2017). */
  bins?: number;
  /** Bins of equal width over 0..1 (default), or holding equally many samples. */
  binning?: Binning;
}

/**
 * Expected calibration error: mean |share of fakes − mean probability of fake| over the bins, weighted by
 * their counts (Naeini et al. 2015, for the probability of the positive class; bins as in scikit-learn's
 * calibration_curve). NaN on no samples.
 * @throws AssayError E_SCORES
 */
export function expectedCalibrationError(
  labels: readonly Label[],
  probabilities: ArrayLike<number>,
  options: BinningOptions = {},
): number {
  checkProbabilities(labels, probabilities);
  return calibrationErrorOf(assignBins(probabilities, options), onesForFakes(labels), probabilities);
}

/**
 * The reliability diagram: per bin the mean probability against the share of fakes, and the error drawn
 * from it.
 * @throws AssayError E_SCORES
 */
export function reliability(
  labels: readonly Label[],
  probabilities: ArrayLike<number>,
  options: BinningOptions = {},
): Reliability {
  checkProbabilities(labels, probabilities);
  const assigned = assignBins(probabilities, options);
  const { edges, of } = assigned;
  const sums = edges.slice(1).map(() => ({ count: 0, fakes: 0, probability: 0 }));
  for (let i = 0; i < labels.length; i++) {
    const bin = sums[of[i]!]!;
    bin.count++;
    bin.fakes += labels[i] === 'fake' ? 1 : 0;
    bin.probability += probabilities[i]!;
  }
  const bins = sums.map(({ count, fakes, probability }, b): ReliabilityBin => ({
    low: edges[b]!,
    high: edges[b + 1]!,
    count,
    meanProbability: count === 0 ? null : probability / count,
    fakeShare: wilsonInterval(fakes, count),
  }));
  const n = labels.length;
  return {
    binning: options.binning ?? 'equal-width',
    bins,
    expectedCalibrationError:
      n === 0 ? null : calibrationErrorOf(assigned, onesForFakes(labels), probabilities),
    noiseFloor: n === 0 ? null : calibrationNoise(assigned, probabilities).mean,
  };
}

function onesForFakes(labels: readonly Label[]): Uint8Array {
  return Uint8Array.from(labels, (label) => (label === 'fake' ? 1 : 0));
}

/**
 * Mean and spread of the calibration error that a perfectly calibrated detector would show on as many
 * independent samples with these probabilities: per bin, count of fakes less its expectation is near normal, and
 * where a fake (or a real) is rare its mean size is held below the bound 2·variance that rules there.
 */
export function calibrationNoise(
  { edges, of }: AssignedBins,
  probabilities: ArrayLike<number>,
): { mean: number; standardDeviation: number } {
  const variances = new Float64Array(edges.length - 1);
  for (let i = 0; i < of.length; i++) variances[of[i]!]! += probabilities[i]! * (1 - probabilities[i]!);
  const means = variances.map((variance) => Math.min(Math.sqrt((2 * variance) / Math.PI), 2 * variance));
  const spread = variances.reduce((sum, variance, b) => sum + variance - means[b]! ** 2, 0);
  return {
    mean: means.reduce((sum, mean) => sum + mean, 0) / of.length,
    standardDeviation: Math.sqrt(spread) / of.length,
  };
}

/** Counts probabilities of each class in equal-width bins, (low, high] as in the reliability diagram. */
export function scoreHistogram(
  labels: readonly Label[],
  probabilities: ArrayLike<number>,
  bins = 20,
): ScoreHistogram {
  checkProbabilities(labels, probabilities);
  const { edges, of } = assignBins(probabilities, { bins });
  const histogram: ScoreHistogram = {
    edges,
    fake: new Array<number>(bins).fill(0),
    real: new Array<number>(bins).fill(0),
  };
  for (let i = 0; i < labels.length; i++) histogram[labels[i]!][of[i]!]! += 1;
  return histogram;
}

/** The edges of the bins, and the bin of each sample. */
export interface AssignedBins {
  edges: number[];
  of: Uint16Array;
}

/** Puts each probability into its bin; a probability on an inner edge belongs to the bin below. */
export function assignBins(
  probabilities: ArrayLike<number>,
  { bins = 15, binning = 'equal-width' }: BinningOptions = {},
): AssignedBins {
  const shares = Array.from({ length: bins + 1 }, (_, b) => (b === bins ? 1 : b * (1 / bins)));
  const edges =
    binning === 'equal-width' || probabilities.length === 0 ? shares : quantileEdges(probabilities, shares);
  const of = Uint16Array.from(probabilities, (p) => {
    let low = 0;
    let high = bins - 1; // first inner edge that is not below p
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle + 1]! < p) low = middle + 1;
      else high = middle;
    }
    return low;
  });
  return { edges, of };
}

/** Expected calibration error over bins already assigned, samples weighted. */
export function calibrationErrorOf(
  { edges, of }: AssignedBins,
  isFake: Uint8Array,
  probabilities: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const gaps = new Float64Array(edges.length - 1);
  let total = 0;
  for (let i = 0; i < of.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    gaps[of[i]!]! += weight * (isFake[i]! - probabilities[i]!);
    total += weight;
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / total;
}

function quantileEdges(values: ArrayLike<number>, shares: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => quantile(sorted, share));
}
