export { adam } from './adam.js';
export type { AdamOptions } from './adam.js';
export { adamW } from './adam-w.js';
export type { AdamWOptions } from './adam-w.js';
export { sgd } from './sgd.js';
export type { SgdOptions } from './sgd.js';
export type { Optimiser, ParameterUpdate, UpdateStep } from './optimiser.js';
