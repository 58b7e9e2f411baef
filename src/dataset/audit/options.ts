import type { ImageLimits } from '../../image/limits.js';
import type { Random } from '../../random.js';
import type { Split } from '../sample.js';

/** What the audit is doing, for a progress line. */
export interface AuditProgress {
  stage: 'files' | 'duplicates' | 'statistics' | 'pictures';
  done: number;
  total: number;
}

/** Options of `auditDataset`. */
export interface AuditOptions extends Partial<ImageLimits> {
  /** What the report calls the data set. Default: the last name of its folder. */
  name?: string;
  /** Deals the folds of every cross-validation. */
  random: Random;
  /** Splits to be checked for leaks. Default: the data set's own parts (attribute `part`), if it has any. */
  split?: Split | readonly Split[];
  /** Folder that keeps the facts of files by their content, so that the next audit need not decode them. */
  cache?: string;
  /**
   * Threads that measure files and search for near-duplicates; 0: none beside this one. Any number gives the same
   * report. Default: the cores, at most 4; 0 for fewer than 200 files.
   */
  workers?: number;
  onProgress?: (progress: AuditProgress) => void;
  signal?: AbortSignal;
}
