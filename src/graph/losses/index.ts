export * from './binary-cross-entropy.js';
export * from './combine.js';
export * from './focal.js';
export * from './mean-absolute-error.js';
export * from './softmax-cross-entropy.js';
