export { adam } from './adam.js';
export type { AdamOptions } from './adam.js';
export type { Optimiser, ParameterUpdate, UpdateStep } from './optimiser.js';
