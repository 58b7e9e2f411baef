export { createCollector, type Collected, type Collector } from './collect.js';
export { countEntries, listPictures, type Listed, type ListOptions } from './list.js';
export { count, noCounts, scan, type ScanCounts, type ScanItem, type ScanOptions } from './scan.js';
export { openLedger, type Ledger } from './ledger.js';
export { openJudgePool, type JudgePool, type JudgePoolOptions } from './pool/pool.js';
export type { JudgeAnswers, JudgeInput, JudgeSettings, JudgeTask } from './pool/messages.js';
