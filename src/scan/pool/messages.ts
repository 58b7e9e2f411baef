import type { FileBytes, PredictFailure, Verdict } from '../../detect/index.js';
import type { ImageLimits } from '../../image/index.js';
import type { DetectorInfo } from '../../model/index.js';

/** How every worker of a pool judges. */
export interface JudgeSettings {
  /** An .onnx file or a run folder. */
  detector: string;
  /** Read what files say of themselves. Default true. */
  provenance?: boolean;
  /** PEM text of authorities or signers whose C2PA signatures are trusted. */
  trust?: string;
  limits?: Partial<ImageLimits>;
  /** A folder to write a heat map of each picture into. */
  explain?: string;
}

/** A picture to be judged: a path, or bytes with a name. */
export type JudgeInput = string | FileBytes;

/** What the pool sends to a worker process. */
export type ToWorker =
  { type: 'open'; settings: JudgeSettings } | { type: 'judge'; job: number; inputs: readonly JudgeInput[] };

/** What a worker process answers. */
export type FromWorker =
  | { type: 'opened'; info: DetectorInfo; sha256: string }
  | { type: 'refused'; error: { code: string; message: string } }
  | { type: 'judged'; job: number; results: (Verdict | PredictFailure)[] };
