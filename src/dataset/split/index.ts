export * from './fixed.js';
export { type HoldOutOptions, splitHoldOut } from './hold-out.js';
export * from './k-fold.js';
export * from './leave-one-out.js';
export { SPLIT_PARTS, samplesOf } from './parts.js';
export * from './split-file.js';
export type { Groups, SplitSample } from './units.js';
