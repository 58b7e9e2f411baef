export type * from './verdict.js';
export { loadDetector, type Detector, type DetectorOptions, type Prediction } from './detector.js';
export {
  AUTO,
  DEFAULT_DETECTOR,
  detectorFiles,
  listBuiltInDetectors,
  resolveDetector,
  resolveModel,
  type BuiltInSet,
  type DetectorPlace,
} from './built-in.js';
export { listBuiltInModels, type BuiltInModel } from './built-in-models.js';
export { readCard, summariseCard, type CardSummary } from './model-card.js';
export {
  chooseDetector,
  detectorsOf,
  type Choice,
  type DetectorFacts,
  type DetectorSet,
  type Judge,
} from './choose.js';
export { openDetector } from './open-detector.js';
export { readDetectorFile, type DetectorFile } from './detector-path.js';
export {
  predictBytes,
  predictFile,
  predictFiles,
  type FileBytes,
  type PredictFailure,
  type PredictOptions,
} from './predict-files.js';
export { AS_GIVEN, namedTier, sweepTiers, type ScoringTier } from './scoring-tiers.js';
export { scoreTiers, type ScoredTiers, type ScoreOptions } from './score-tiers.js';
export { scoreDataset, type ScoreDatasetOptions } from './score-dataset.js';
export { auditJudged } from './audit-judged.js';
export { evaluateDetector, type EvaluateOptions } from './evaluate-detector.js';
export type * from './evaluation-result.js';
export { EVALUATION_FILES, makeOutputFolder, writeEvaluation } from './evaluation-folder.js';
export { readTrainingIds } from './training-overlap.js';
export {
  calibrateDetector,
  type CalibrateDetectorOptions,
  type DetectorCalibration,
} from './calibrate-detector.js';
export { readScores } from './read-scores.js';
export { explain } from './explain/explain.js';
export type { Explanation } from './explain/explanation.js';
export { localise, type Localisation } from './explain/localise.js';
