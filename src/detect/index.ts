export type * from './verdict.js';
export { loadDetector, type Detector, type DetectorOptions, type Prediction } from './detector.js';
export {
  predictBytes,
  predictFile,
  predictFiles,
  type PredictFailure,
  type PredictOptions,
} from './predict-files.js';
