/**
 * The result objects of this room. All are plain JSON: a number that is not defined is null with a `reason`
 * beside it, never NaN. Fake is the positive class everywhere; "probability" is that of fake.
 */
import type { Label } from '../labels.js';
import type { Estimate } from './scored.js';

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

/** How a logit becomes the probability of fake. `identity` is the sigmoid of the logit as it is. */
export type Calibration =
  | { method: 'identity' }
  | { method: 'temperature'; temperature: number }
  | { method: 'platt'; slope: number; intercept: number }
  /** Straight lines between the knots, level outside; both rising. */
  | { method: 'isotonic'; logits: number[]; probabilities: number[] };

export interface CalibrationFit {
  calibration: Calibration;
  warnings: EvaluationWarning[];
}

/** How good probabilities are as probabilities. */
export interface CalibrationQuality {
  expectedCalibrationError: number | null;
  /** As in Reliability. */
  noiseFloor: number | null;
  brierScore: number | null;
  logLoss: number | null;
}

/** Calibration judged on samples that it was not fitted on. */
export interface CrossFit {
  folds: number;
  before: CalibrationQuality;
  after: CalibrationQuality;
}

/** One kind of error at a fitted threshold. */
export interface ThresholdError {
  /** The rate asked for. */
  allowed: number;
  samples: number;
  groups: number;
  /** Samples of this class that get the wrong verdict. */
  errors: number;
  /** Share in error, each group counting once, with its 95 % Wilson interval over groups. */
  rate: Estimate;
  /** One-sided 95 % Clopper-Pearson bound on that share, groups as trials. */
  upperBound: number;
  /** False where there are too few groups for the promise of the rule at any threshold. */
  guaranteed: boolean;
}

/** Two thresholds, the rule they were fitted by, and what they do on the samples they were fitted on. */
export interface ThresholdFit {
  thresholds: Thresholds;
  rule: ThresholdRule;
  falsePositives: ThresholdError;
  misses: ThresholdError;
  /** Share of each class left between the thresholds. */
  inconclusive: Record<Label, number>;
  /** True where both error rates could be had at one cut, so that nothing is left inconclusive. */
  bandIsEmpty: boolean;
  warnings: EvaluationWarning[];
}

/**
 * `expected`: the chance that a new sample of the class gets the wrong verdict is at most the rate (split
 * conformal). `confident`: the 95 % upper bound on the rate is at most the rate asked for.
 */
export type ThresholdRule = 'expected' | 'confident';

/** Everything `assay calibrate` fits and shows; `calibration` and `thresholds` go into the detector file. */
export interface CalibrationReport {
  counts: SampleCounts;
  calibration: Calibration;
  /** Judged on held-out parts; null where nothing could be held out. */
  crossFit: CrossFit | null;
  thresholds: ThresholdFit;
  warnings: EvaluationWarning[];
}
