import type { SkippedFile } from '../dataset/sample.js';
import type { Label } from '../labels.js';
import type { ModelSummary } from '../report/types.js';
import type { RunAudit } from './audit-digest.js';
import type { TrainConfig } from './config.js';
import type { Equalisation } from './equalisation.js';
import type { EpochRecord } from './history.js';

/** What a detector said of one held-out sample. */
export interface HeldOutPrediction {
  id: string;
  label: Label;
  /** Log-odds of fake. */
  logit: number;
  /** Probability of fake. */
  probability: number;
  source?: string;
  group?: string;
  attributes?: Record<string, string>;
}

/** What a finished run came to. Plain JSON: it is `result.json` of the run folder. */
export interface TrainResult {
  /** Of the run folder. */
  name: string;
  /** Name of the data set. */
  data: string;
  config: TrainConfig;
  /** SHA-256 over ids, labels and file digests of all samples. */
  dataFingerprint: string;
  counts: { train: Record<Label, number>; validation: Record<Label, number> };
  skipped: SkippedFile[];
  split: { method: string; warnings: string[] };
  /** What the audit found before training; null: none was made. */
  audit: RunAudit | null;
  /** How training pictures were given new histories; null: they were taken as given. */
  equalisation: Equalisation | null;
  model: ModelSummary;
  history: EpochRecord[];
  /** Share of the epochs' time in which the engine waited for pictures; null for a frozen backbone, which has them all. */
  waited: number | null;
  /** The most memory that the process held so far, bytes. */
  peakMemory: number;
  /** The epoch (from 0) whose weights `best.onnx` holds, and the figure it was chosen by; null for no epoch. */
  best: { epoch: number; value: number } | null;
  /** Held-out samples judged by `best.onnx`, in the order of the prediction grid: a seeded shuffle. */
  predictions: HeldOutPrediction[];
  /** SHA-256 of `best.onnx`. */
  detector: { sha256: string; bytes: number } | null;
}
