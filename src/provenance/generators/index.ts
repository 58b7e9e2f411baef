export type { GeneratorFinding } from './finding.js';
export { readGeneratorText } from './read.js';
