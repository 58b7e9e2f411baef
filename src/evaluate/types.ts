/**
 * The result objects of this room. All are plain JSON: a number that is not defined is null with a `reason`
 * beside it, never NaN. Fake is the positive class everywhere; "probability" is that of fake.
 */
import type { Label } from '../labels.js';
import type { Estimate } from './scored.js';

export type * from './calibration/types.js';
export type * from './comparison/types.js';
export type * from './tier-types.js';

/** Counts of decisions against the truth; fake is positive. Whole numbers unless samples were weighted. */
export interface ConfusionMatrix {
  /** Fakes called fake. */
  truePositive: number;
  /** Fakes called real: the misses. */
  falseNegative: number;
  /** Reals called fake: the false alarms. */
  falsePositive: number;
  /** Reals called real. */
  trueNegative: number;
}

/**
 * A ROC curve from (0, 0) to (1, 1), one entry per threshold, thresholds falling. A sample is called fake
 * where its score is at or above the threshold; the first threshold is null: above every score.
 */
export interface RocCurve {
  falsePositiveRate: number[];
  truePositiveRate: number[];
  thresholds: (number | null)[];
  /** Present, with empty arrays, where the curve is not defined. */
  reason?: string;
}

/**
 * A precision-recall curve, recall falling, thresholds rising; the last point is (recall 0, precision 1) and
 * has no threshold, so `thresholds` is one shorter (scikit-learn's layout).
 */
export interface PrecisionRecallCurve {
  precision: number[];
  recall: number[];
  thresholds: number[];
  /** Present, with empty arrays, where the curve is not defined. */
  reason?: string;
}

export type Binning = 'equal-width' | 'equal-mass';

/** One bin of a reliability diagram: probabilities in (low, high], the first bin also holding `low`. */
export interface ReliabilityBin {
  low: number;
  high: number;
  count: number;
  /** Mean probability of fake in the bin; null when it is empty. */
  meanProbability: number | null;
  /** Share of fakes in the bin with its 95 % Wilson interval; null when it is empty. */
  fakeShare: Estimate;
}

/** A reliability diagram and the one number drawn from it. */
export interface Reliability {
  binning: Binning;
  bins: ReliabilityBin[];
  /** Mean |share of fakes − mean probability| over the bins, weighted by their counts. */
  expectedCalibrationError: number | null;
  /**
   * What a perfectly calibrated detector with these very probabilities would show on average for want of
   * samples. An error near it says nothing against the calibration.
   */
  noiseFloor: number | null;
}

/** Counts of probabilities by class in equal-width bins over 0..1; bins as in ReliabilityBin. */
export interface ScoreHistogram {
  /** One more than there are bins. */
  edges: number[];
  fake: number[];
  real: number[];
}

/** How many samples, and how many independent groups, an estimate rests on. */
export interface SampleCounts {
  total: number;
  fake: number;
  real: number;
  groups: number;
  /** Groups that hold a fake; groups that hold a real. A mixed group counts in both. */
  fakeGroups: number;
  realGroups: number;
}

/** Metrics of a summary, in the order of its table. */
export const METRIC_NAMES = [
  'accuracy',
  'balancedAccuracy',
  'precision',
  'recall',
  'specificity',
  'f1',
  'matthews',
  'rocAuc',
  'averagePrecision',
  'equalErrorRate',
  'tprAtFpr1',
  'tprAtFpr5',
  'brierScore',
  'logLoss',
  'expectedCalibrationError',
] as const;

export type MetricName = (typeof METRIC_NAMES)[number];

/** Every metric with its interval. */
export type MetricEstimates = Record<MetricName, Estimate>;

/** Something the reader of a number must know. Codes are stable. */
export interface EvaluationWarning {
  code:
    | 'ONE_CLASS'
    | 'FEW_GROUPS'
    | 'FEW_REALS'
    | 'FEW_FAKES'
    | 'PERFECT_SEPARATION'
    | 'NO_SEPARATION'
    | 'TOO_MANY_VALUES'
    | 'MISSING_SAMPLES';
  message: string;
}

/**
 * Two cuts on the probability of fake: `fake` at or above `fakeAtLeast`, `real` at or below `realAtMost`,
 * `inconclusive` between. Null: never say so.
 */
export interface Thresholds {
  fakeAtLeast: number | null;
  realAtMost: number | null;
}

export type VerdictName = 'fake' | 'real' | 'inconclusive';

/** How many samples of each class got each verdict. */
export type VerdictCounts = Record<Label, Record<VerdictName, number>>;

/** All metrics over one set of samples. */
export interface CellSummary {
  counts: SampleCounts;
  confusion: ConfusionMatrix;
  metrics: MetricEstimates;
  /** Present when thresholds were given. */
  verdicts?: VerdictCounts;
  /**
   * Set where the cell holds one class only: metrics that need both were taken against every sample of the
   * other class (the way per-generator figures are usually given).
   */
  against?: 'every real' | 'every fake';
  warnings: EvaluationWarning[];
}

/** How the intervals of a summary were made. */
export interface IntervalSettings {
  method: 'stratified group bootstrap, bias-corrected percentile';
  level: number;
  resamples: number;
}

/** What `assay evaluate` reports for one detector on one data set. */
export interface EvaluationSummary extends CellSummary {
  /** The cut on the probability of fake that accuracy, precision, recall, … were taken at. */
  threshold: number;
  thresholds?: Thresholds;
  bySource: Record<string, CellSummary>;
  /** attribute → value → summary */
  byAttribute: Record<string, Record<string, CellSummary>>;
  curves: EvaluationCurves;
  intervals: IntervalSettings;
}

/** What the charts of a summary are drawn from. */
export interface EvaluationCurves {
  roc: RocCurve;
  precisionRecall: PrecisionRecallCurve;
  reliability: Reliability;
  histogram: ScoreHistogram;
}
