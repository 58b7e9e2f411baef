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
