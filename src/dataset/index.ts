export type * from './sample.js';
export * from './audit/index.js';
