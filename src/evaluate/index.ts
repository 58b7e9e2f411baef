export type * from './scored.js';
