export { resolveBackbone, checkBackbone, type Backbone } from './backbone.js';
export type { BackboneEntry, BackboneIndex } from './backbone-index.js';
export type { BackboneOptions } from './backbone-input.js';
export type { NetworkOutput } from './backbone-output.js';
export { listBackbones } from './built-backbones.js';
export { openFeatureExtractor, type OpenFeatureExtractor } from './feature-extractor.js';
export type { NetworkInput } from './input-graph.js';
