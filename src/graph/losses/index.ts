export * from './softmax-cross-entropy.js';
