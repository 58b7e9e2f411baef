import type { AuditReport, SkippedFile } from '../dataset/index.js';
import type { EvaluationSummary, ScoredSample, Tier, TierReport, WorstMistakes } from '../evaluate/index.js';
import type { Label } from '../labels.js';
import type { DetectorInfo } from '../model/index.js';

/** Something the reader of a number must know. */
export interface Warning {
  code: string;
  message: string;
}

/** What a detector was judged on. */
export interface EvaluatedData {
  name: string;
  /** The part of a split that was judged, and how the split was made; null: all of the data set. */
  part: { name: string; method: string } | null;
  counts: Record<Label, number>;
  /** Hex SHA-256 over ids, labels and file digests (`fingerprintSamples`). */
  fingerprint: string;
  /** Every picture was given a random new history (`equalise`) before it was judged. */
  isEqualised: boolean;
  /** How samples were joined into groups, in words; null: every sample stands for itself. */
  grouping: string | null;
  /** Pictures that the detector was trained on, as far as can be known; null: nothing is known. */
  trainedOn: number | null;
  /** Files left out when the data set was read, and files or states of files that could not be judged. */
  skipped: SkippedFile[];
}

/** What the audit of the same pictures says that bears on their scores. */
export type AuditDigest = Pick<AuditReport, 'grade' | 'findings' | 'floor' | 'traceFloor'>;

/** What degradation does; the first tier is the pictures as given. */
export type TierTable = Omit<TierReport, 'worstMistakes'>;

/** A detector judged on a data set. Plain JSON: it is `evaluation.json`. */
export interface EvaluationResult {
  /** Version of this layout. */
  version: 1;
  /** Of the intervals and of every random draw of the degradations, where it is known. */
  seed?: number;
  /** Without the tables that its file may carry. */
  detector: DetectorInfo & { sha256: string };
  data: EvaluatedData;
  /** All metrics of the pictures as given, with intervals, overall, by source and by attribute. */
  summary: EvaluationSummary;
  worstMistakes: WorstMistakes;
  /** The tiers of degradation, the pictures as given first; null where none were asked for. */
  tiers: TierTable | null;
  /** Every step of every sweep, the pictures as given first; null where none were asked for. */
  sweeps: TierTable | null;
  /** Null where no audit was made. */
  audit: AuditDigest | null;
  /** About the whole; those about single tables are there. */
  warnings: Warning[];
}

/** An evaluation with the scores it was made of. */
export interface Evaluation {
  result: EvaluationResult;
  /** The pictures as given. */
  scores: ScoredSample[];
  /** Every state that was scored, the pictures as given first. */
  states: Tier[];
}
