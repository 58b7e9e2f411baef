export { resolveBackbone, checkBackbone, type Backbone } from './backbone.js';
export type { BackboneEntry, BackboneIndex } from './backbone-index.js';
export type { BackboneOptions } from './backbone-input.js';
export type { NetworkOutput } from './backbone-output.js';
export { listBackbones } from './built-backbones.js';
export {
  composeDetector,
  readDetector,
  summariseDetector,
  updateDetector,
  type DetectorParts,
  type DetectorUpdate,
} from './detector-file.js';
export { DEFAULT_THRESHOLDS } from './detector-info.js';
export type { DetectorBackbone, DetectorInfo, DetectorTraining } from './detector-info.js';
export { openFeatureExtractor, type OpenFeatureExtractor } from './feature-extractor.js';
export { head, headModel, RECIPE_HEAD, type HeadOptions } from './head.js';
export type { NetworkInput } from './input-graph.js';
export { runPictures } from './run-pictures.js';
export { frozenPart, summariseHead, summariseNetwork, summariseParts, type FrozenPart } from './summary.js';
