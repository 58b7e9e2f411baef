export * from './activations.js';
export * from './batch-norm.js';
export * from './dense.js';
export * from './dropout.js';
export * from './pooling.js';
