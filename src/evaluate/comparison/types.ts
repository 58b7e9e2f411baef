import type { Estimate } from '../scored.js';
import type { FoldSummary, FoldTest } from '../statistics/folds.js';
import type { EvaluationWarning, IntervalSettings, MetricEstimates, SampleCounts } from '../types.js';

/** Metrics that detectors are compared in. */
export const COMPARED_METRICS = [
  'accuracy',
  'balancedAccuracy',
  'rocAuc',
  'averagePrecision',
  'brierScore',
] as const;

export type ComparedMetric = (typeof COMPARED_METRICS)[number];

export type DifferenceTest =
  'McNemar, exact' | 'DeLong' | 'DeLong, clustered (Obuchowski)' | 'paired group bootstrap';

/** First minus second in one metric, and whether it can be told from nothing. */
export interface Difference {
  difference: Estimate;
  /** Two-sided; null where no test was possible. */
  p: number | null;
  /** p after Holm's correction over all pairs, for this metric. */
  adjusted: number | null;
  test: DifferenceTest;
  /** True where the corrected p is not below 1 − level; null where no test was possible. */
  isNoise: boolean | null;
}

export interface PairComparison {
  first: string;
  second: string;
  differences: Record<ComparedMetric, Difference>;
  /** Samples that only one of the two called rightly at the threshold. */
  onlyFirstRight: number;
  onlySecondRight: number;
  /** One sentence per metric. */
  words: Record<ComparedMetric, string>;
}

/** Detectors on the same samples: each one's metrics, and every pair's differences. */
export interface DetectorComparison {
  counts: SampleCounts;
  detectors: { name: string; metrics: MetricEstimates }[];
  pairs: PairComparison[];
  intervals: IntervalSettings;
  warnings: EvaluationWarning[];
}

export interface FoldPair {
  first: string;
  second: string;
  test: FoldTest;
  /** p after Holm's correction over all pairs. */
  adjusted: number | null;
  isNoise: boolean | null;
  words: string;
}

/** Training configurations cross-validated on the same splits. */
export interface FoldComparison {
  configurations: { name: string; summary: FoldSummary }[];
  pairs: FoldPair[];
}
