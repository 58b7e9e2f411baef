export { type TrainConfig, type DataSpec, recipeConfig } from './config.js';
export { checkConfig } from './check-config.js';
export {
  RECIPE_SCHEDULE,
  type Schedule,
  type CosineSchedule,
  type ScheduleSpan,
  type ScheduleStep,
  parseSchedule,
  formatSchedule,
  learningRateAt,
} from './schedule.js';
export type { CallbackOptions, EarlyStopping, ReduceOnPlateau } from './callbacks.js';
export { MONITORS, type Monitor, type EpochFigures } from './monitor.js';
export type { EpochRecord } from './history.js';
export type { BatchProgress, Learner, PassResult, ValidationResult } from './learner.js';
export type { LoopEvents } from './loop.js';
export { RUN_FILES } from './run-folder.js';
export type { HeldOutPrediction, TrainResult } from './result.js';
export { resumeTraining, train, type TrainedRun, type TrainHooks } from './train.js';
export {
  crossValidate,
  type CrossValidatedRun,
  type CrossValidationHooks,
  resumeCrossValidation,
} from './cross-validate.js';
export type { CrossValidationOptions } from './cross-validation/options.js';
export type { CrossValidationResult, FoldResult } from './cross-validation/result.js';
export { CROSS_VALIDATION_FILES, foldValues, readCrossValidation } from './cross-validation/folder.js';
export { describeEqualisation, type Equalisation } from './equalisation.js';
