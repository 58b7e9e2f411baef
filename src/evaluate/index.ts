export type * from './scored.js';
export * from './types.js';
export * from './metrics/confusion.js';
