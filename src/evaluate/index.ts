export type * from './scored.js';
export * from './types.js';
export * from './metrics/confusion.js';
export { rocAuc, rocCurve, equalErrorRate, tprAtFpr, type RocOptions } from './metrics/roc.js';
export {
  averagePrecision,
  precisionRecallCurve,
  type PrecisionRecallOptions,
} from './metrics/precision-recall.js';
export { brierScore, logLoss } from './metrics/probability.js';
export {
  expectedCalibrationError,
  reliability,
  scoreHistogram,
  type BinningOptions,
} from './metrics/reliability.js';
export { wilsonInterval, clopperPearsonUpper } from './statistics/proportion.js';
export { groupBootstrap, type BootstrapOptions, type Grouped } from './statistics/bootstrap.js';
export {
  aucCovariance,
  delongInterval,
  delongTest,
  type AucCovariance,
  type DelongTest,
} from './statistics/delong.js';
export { mcnemarExact } from './statistics/mcnemar.js';
export { holm } from './statistics/holm.js';
export {
  correctedResampledTTest,
  summariseFolds,
  type FoldOptions,
  type FoldSummary,
  type FoldTest,
} from './statistics/folds.js';
export { applyCalibration, atPrevalence, calibratedProbability, sigmoid } from './calibration/calibration.js';
export { fitTemperature } from './calibration/temperature.js';
export { fitPlatt } from './calibration/platt.js';
export { fitIsotonic } from './calibration/isotonic.js';
export { calibrationQuality, crossFitCalibration, type CrossFitOptions } from './calibration/cross-fit.js';
export { fitThresholds, type ThresholdOptions } from './calibration/thresholds.js';
export { countVerdicts, verdictOf } from './calibration/verdict.js';
export { calibrateScores, type CalibrateOptions } from './calibration/calibrate-scores.js';
export { summarise, type SummariseOptions } from './summarise.js';
export { summariseCell, type CellOptions } from './summarise-cell.js';
export { evaluationCurves } from './curves.js';
export { plainMetrics } from './metric-estimates.js';
export type { MetricVector } from './metric-vector.js';
export { sampleCounts } from './counts.js';
export {
  compareDetectors,
  type CompareOptions,
  type ScoredDetector,
} from './comparison/compare-detectors.js';
export { compareFolds, type FoldValues } from './comparison/compare-folds.js';
export { COMPARED_METRICS } from './comparison/types.js';
export { summariseTiers, type TierOptions } from './tiers.js';
export { worstMistakes } from './mistakes.js';
