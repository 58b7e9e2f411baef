import { sampleCounts } from './counts.js';
import { metricEvaluator, type MetricVector } from './metric-vector.js';
import { assignBins, calibrationNoise } from './metrics/reliability.js';
import type { Estimate, ScoredSample } from './scored.js';
import {
  biasCorrectedInterval,
  forEachResample,
  groupSamples,
  percentileInterval,
  type BootstrapOptions,
} from './statistics/bootstrap.js';
import { wilsonInterval } from './statistics/proportion.js';
import { METRIC_NAMES, type MetricEstimates, type MetricName, type SampleCounts } from './types.js';

/**
 * Every metric with its bias-corrected percentile interval over resampled groups, but for three cases that resampling gets wrong:
 *
 * - Without a single mistake all resamples agree, and the interval would be a point. A metric at the end of its
 *   scale gets the Wilson interval of as many faultless trials as there are groups of the smaller class
 *   (accuracy: of both classes).
 * - The calibration error of few samples is too high, and higher still in resamples of them. Its interval is the
 *   basic one, mirrored about the value (Davison & Hinkley 1997, §5.2.1), and never ends below the value. It begins
 *   at 0 where a perfectly calibrated detector would show as much in one of forty such sets.
 * - The threshold of a true positive rate at a small false positive rate is fitted to the few highest reals and does
 *   worse on new ones. The interval begins where that of the threshold that holds on new reals begins.
 */
export function estimateMetrics(
  scored: readonly ScoredSample[],
  threshold: number,
  options: BootstrapOptions,
): MetricEstimates {
  // Samples in order of their score: then every pass of every resample reads memory from front to back.
  const samples = [...scored].sort((a, b) => b.probability - a.probability);
  const grouping = groupSamples(samples);
  const counts = sampleCounts(samples, grouping);
  const evaluate = metricEvaluator(samples, threshold);
  const { metrics: values, cautious } = evaluate(new Uint32Array(scored.length).fill(1));
  const resamples = options.resamples ?? 2000;
  const replicates = new Map(METRIC_NAMES.map((name) => [name, new Float64Array(resamples)]));
  const cautiousReplicates = {
    tprAtFpr1: new Float64Array(resamples),
    tprAtFpr5: new Float64Array(resamples),
  };
  forEachResample(grouping, options, (weights, r) => {
    const drawn = evaluate(weights);
    for (const [name, array] of replicates) array[r] = drawn.metrics[name];
    cautiousReplicates.tprAtFpr1[r] = drawn.cautious.tprAtFpr1;
    cautiousReplicates.tprAtFpr5[r] = drawn.cautious.tprAtFpr5;
  });
  const estimate = (name: MetricName): Estimate => {
    const value = values[name];
    if (Number.isNaN(value)) return undefinedEstimate(whyUndefined(name, counts));
    const array = replicates.get(name)!;
    if (name === 'expectedCalibrationError')
      return calibrationEstimate(samples, percentileInterval(value, array, options.level));
    const ends = ENDS[name];
    if (ends?.includes(value) && array.every((replicate) => replicate === value)) {
      return faultless(name, value, counts, options.level);
    }
    const interval = biasCorrectedInterval(value, array, options.level);
    if (name !== 'tprAtFpr1' && name !== 'tprAtFpr5') return interval;
    const { low } = biasCorrectedInterval(cautious[name], cautiousReplicates[name], options.level);
    return low === null || interval.low === null
      ? interval
      : { ...interval, low: Math.min(low, interval.low) };
  };
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, estimate(name)])) as MetricEstimates;
}

function calibrationEstimate(samples: readonly ScoredSample[], resampled: Estimate): Estimate {
  const { value, low, high } = resampled;
  if (value === null || low === null || high === null) return resampled;
  const probabilities = samples.map((sample) => sample.probability);
  const noise = calibrationNoise(assignBins(probabilities), probabilities);
  const isNoise = value <= noise.mean + 1.96 * noise.standardDeviation;
  return { value, low: isNoise ? 0 : Math.max(0, 2 * value - high), high: Math.max(value, 2 * value - low) };
}

export function undefinedEstimate(reason: string): Estimate {
  return { value: null, low: null, high: null, reason };
}

/** The ends of each scale that ends; errors such as Brier's have no faultless samples to speak of. */
const UNIT = [0, 1];
const ENDS: Partial<Record<MetricName, number[]>> = {
  accuracy: UNIT,
  balancedAccuracy: UNIT,
  precision: UNIT,
  recall: UNIT,
  specificity: UNIT,
  f1: UNIT,
  matthews: [-1, 1],
  rocAuc: UNIT,
  averagePrecision: [1],
  equalErrorRate: UNIT,
  tprAtFpr1: UNIT,
  tprAtFpr5: UNIT,
};

function faultless(name: MetricName, value: number, counts: SampleCounts, level?: number): Estimate {
  const { groups, fakeGroups, realGroups } = counts;
  const trials: Partial<Record<MetricName, number>> = {
    accuracy: groups,
    recall: fakeGroups,
    precision: fakeGroups,
    specificity: realGroups,
  };
  const n = trials[name] ?? Math.min(fakeGroups, realGroups);
  if (name === 'matthews') {
    const { low, high } = wilsonInterval(value === 1 ? n : 0, n, level);
    return { value, low: 2 * low! - 1, high: 2 * high! - 1 };
  }
  return wilsonInterval(value * n, n, level);
}

function whyUndefined(name: MetricName, { total, fake, real }: SampleCounts): string {
  if (total === 0) return 'no samples';
  if (name === 'recall') return 'no fake samples';
  if (name === 'specificity') return 'no real samples';
  if (name === 'precision') return 'nothing was called fake';
  if (name === 'f1') return 'no fake samples and nothing called fake';
  if (fake === 0) return 'only real samples';
  if (real === 0) return 'only fake samples';
  const rate = name === 'tprAtFpr1' ? 1 : 5;
  return `${real} real samples cannot show a false positive rate of ${rate} %; it takes ${100 / rate}`;
}

/** Metrics of a set without intervals, NaN where not defined. @throws AssayError E_SCORES */
export function plainMetrics(scored: readonly ScoredSample[], threshold = 0.5): MetricVector {
  return metricEvaluator(scored, threshold)(new Uint32Array(scored.length).fill(1)).metrics;
}
