export type * from './claim.js';
export * from './containers/index.js';
