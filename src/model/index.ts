export { resolveBackbone, checkBackbone, type Backbone } from './backbone.js';
export type { BackboneEntry, BackboneIndex } from './backbone-index.js';
export type { BackboneOptions } from './backbone-input.js';
export type { NetworkOutput } from './backbone-output.js';
export { listBackbones } from './built-backbones.js';
export { contentFromDetector, readContent, type ContentInfo } from './content-file.js';
export { viewDetector, withDetectorView } from './view-detector.js';
export { composeDetector, type DetectorParts } from './compose-detector.js';
export { detectorWeights } from './detector-weights.js';
export {
  halveDetector,
  shrinkDetector,
  readDetector,
  summariseDetector,
  updateDetector,
  type DetectorUpdate,
} from './read-detector.js';
export { DEFAULT_THRESHOLDS } from './detector-info.js';
export type {
  DetectorBackbone,
  DetectorInfo,
  DetectorTraining,
  DetectorView,
  TilesView,
} from './detector-info.js';
export {
  featureModel,
  openFeatureExtractor,
  type FeatureExtractor,
  type FeatureModel,
} from './feature-extractor.js';
export { head, headModel, RECIPE_HEAD, type HeadOptions } from './head.js';
export type { NetworkInput } from './input-graph.js';
export { runPictures } from './run-pictures.js';
export {
  frozenPart,
  summariseHead,
  summariseNetwork,
  summariseParts,
  summariseTrunk,
  type FrozenPart,
} from './summary.js';
export { backboneTrunk, isTrunkParameter, type Trunk } from './trunk.js';
export { ARCHITECTURES, architectureTrunk, type Architecture } from './architectures/index.js';
export { TILE_LOGITS } from './output-graph.js';
export { pairDetectors, type PairOptions } from './pair-detector.js';
