export * from './csv.js';
export * from './format.js';
export * from './history.js';
export * from './json.js';
export { visibleText } from './text.js';
