import {
  accuracy,
  balancedAccuracy,
  f1,
  matthews,
  precision,
  recall,
  specificity,
} from './metrics/confusion.js';
import { averagePrecisionOfSweep } from './metrics/precision-recall.js';
import { negativeLogLikelihood, squaredError } from './metrics/probability.js';
import { checkProbabilities, emptySweep, rankScores, sweep, totals } from './metrics/ranking.js';
import { assignBins, calibrationErrorOf } from './metrics/reliability.js';
import {
  aucOfSweep,
  cautiousTprAtFprOfSweep,
  equalErrorRateOfSweep,
  resolvesFpr,
  tprAtFprOfSweep,
} from './metrics/roc.js';
import type { ScoredSample } from './scored.js';
import type { ConfusionMatrix, MetricName } from './types.js';

/** Every metric of one (weighted) set; NaN where it is not defined. */
export type MetricVector = Record<MetricName, number>;

/** The rates of finding fakes at thresholds that hold on new reals too, for the lower ends of their intervals. */
export type CautiousRates = Record<'tprAtFpr1' | 'tprAtFpr5', number>;

/**
 * All metrics of a fixed set of samples under any weights. Sorts and bins once, so that each further set of
 * weights (a resample) costs a few passes and no sort.
 * @throws AssayError E_SCORES
 */
export function metricEvaluator(
  scored: readonly ScoredSample[],
  threshold: number,
): (weights: ArrayLike<number>) => { metrics: MetricVector; cautious: CautiousRates } {
  const labels = scored.map((sample) => sample.label);
  const probabilities = Float64Array.from(scored, (sample) => sample.probability);
  checkProbabilities(labels, probabilities);
  const ranking = rankScores(labels, probabilities);
  const counts = emptySweep(ranking);
  const bins = assignBins(probabilities);
  const squares = Float64Array.from(labels, (label, i) => squaredError(label, probabilities[i]!));
  const losses = Float64Array.from(labels, (label, i) => negativeLogLikelihood(label, probabilities[i]!));
  const isFake = Uint8Array.from(labels, (label) => (label === 'fake' ? 1 : 0));
  const reals = labels.filter((label) => label === 'real').length;

  // The last distinct score that is called fake: its counts are the first column of the confusion matrix.
  const cut = ranking.thresholds.findLastIndex((score) => score >= threshold);

  return (weights) => {
    sweep(ranking, weights, counts);
    const all = totals(counts);
    const truePositive = counts.fake[cut] ?? 0;
    const falsePositive = counts.real[cut] ?? 0;
    const matrix: ConfusionMatrix = {
      truePositive,
      falseNegative: all.fake - truePositive,
      falsePositive,
      trueNegative: all.real - falsePositive,
    };
    const metrics = {
      accuracy: accuracy(matrix),
      balancedAccuracy: balancedAccuracy(matrix),
      precision: precision(matrix),
      recall: recall(matrix),
      specificity: specificity(matrix),
      f1: f1(matrix),
      matthews: matthews(matrix),
      rocAuc: aucOfSweep(counts),
      averagePrecision: averagePrecisionOfSweep(counts),
      equalErrorRate: equalErrorRateOfSweep(counts),
      tprAtFpr1: resolvesFpr(reals, 0.01) ? tprAtFprOfSweep(counts, 0.01) : NaN,
      tprAtFpr5: resolvesFpr(reals, 0.05) ? tprAtFprOfSweep(counts, 0.05) : NaN,
      brierScore: weightedMean(squares, weights),
      logLoss: weightedMean(losses, weights),
      expectedCalibrationError: calibrationErrorOf(bins, isFake, probabilities, weights),
    };
    const cautious = {
      tprAtFpr1: cautiousTprAtFprOfSweep(counts, 0.01),
      tprAtFpr5: cautiousTprAtFprOfSweep(counts, 0.05),
    };
    return { metrics, cautious };
  };
}

function weightedMean(values: Float64Array, weights: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  return sum / total;
}
