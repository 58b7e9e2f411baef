import type { Label } from '../labels.js';

/** One labelled picture of a data set. Plain JSON. */
export interface Sample {
  /** Stable name inside the data set: the path relative to its root, with forward slashes. Unique. */
  id: string;
  /** Absolute path on this machine; never written into a run folder's results. */
  file: string;
  label: Label;
  /** Where the picture comes from: generator for a fake, photo collection for a real; when known. */
  source?: string;
  /** Samples of one group (near-duplicates, one prompt, one person) never straddle a split; when known. */
  group?: string;
  /** Any further columns of the CSV (difficulty, identity, …). */
  attributes?: Record<string, string>;
}

/** A file that was left out of a data set, and why: never a silent drop. */
export interface SkippedFile {
  id: string;
  code: string;
  message: string;
}

/** A data set as read from folders or a CSV: samples sorted by id, and what was left out. */
export interface Dataset {
  root: string;
  samples: Sample[];
  skipped: SkippedFile[];
}

/** Which part of a split a sample belongs to. */
export type Part = 'train' | 'validation' | 'test';

/** A split by sample id. An id that `parts` does not name is left out of this split on purpose. */
export interface Split {
  seed: number;
  /** How it was made, in words and figures, for the report. */
  method: string;
  parts: Record<string, Part>;
  /** What fell short of the plan (groups too large to balance, samples left out), with numbers. */
  warnings?: string[];
}
