import type { Label } from '../../labels.js';
import type { Estimate } from '../scored.js';
import type { EvaluationWarning, SampleCounts, Thresholds } from '../types.js';

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
