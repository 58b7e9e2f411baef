export * from './audit/index.js';
export * from './check.js';
export * from './fingerprint.js';
export * from './gallery.js';
export * from './load.js';
export type { CsvSpec } from './load-csv.js';
export type * from './sample.js';
export * from './split/index.js';
export { type FolderWalk, type FoundFile, walkFiles, type WalkOptions } from './walk.js';
