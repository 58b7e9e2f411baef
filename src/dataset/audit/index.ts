export { auditDataset } from './audit.js';
export type { AuditOptions, AuditProgress } from './options.js';
export * from './types.js';
export { AUDIT_THRESHOLDS } from './thresholds.js';
export { FACTS, FACT_NAMES } from './facts/names.js';
export type { FactDefinition, FactFamily, FactName, Facts, FactValue } from './facts/names.js';
