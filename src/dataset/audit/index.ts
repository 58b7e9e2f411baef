export * from './types.js';
export { FACTS, FACT_NAMES } from './facts/names.js';
export type { FactDefinition, FactFamily, FactName, Facts, FactValue } from './facts/names.js';
