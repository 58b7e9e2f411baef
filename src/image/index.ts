export type * from './image.js';
