export type * from './container.js';
export { readContainer } from './walk.js';
