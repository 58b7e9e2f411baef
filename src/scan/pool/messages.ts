import type { DetectorFacts, DetectorPlace, FileBytes, PredictFailure, Verdict } from '../../detect/index.js';
import type { ImageLimits } from '../../image/index.js';
import type { InspectedFile } from '../../report/inspection.js';

/** How every worker of a pool judges. */
export interface JudgeSettings {
  /** An .onnx file or a run folder, or the built-in ones (`resolveModel`). */
  detector: DetectorPlace;
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

/** What a worker process can be asked for, and what it makes of one input. */
export interface JudgeAnswers {
  verdict: Verdict;
  /** A verdict whose heat map is a `data:` address of a PNG. */
  explained: Verdict;
  inspection: InspectedFile;
}

export type JudgeTask = keyof JudgeAnswers;

/** What comes of one input of any task. */
export type JudgeResult = JudgeAnswers[JudgeTask] | PredictFailure;

/** What the pool sends to a worker process. */
export type ToWorker =
  | { type: 'open'; settings: JudgeSettings }
  | { type: 'judge'; job: number; task: JudgeTask; inputs: readonly JudgeInput[] };

/** What a worker process answers. */
export type FromWorker =
  | ({ type: 'opened'; detectors: DetectorFacts[] } & DetectorFacts)
  | { type: 'refused'; error: { code: string; message: string } }
  | { type: 'judged'; job: number; results: JudgeResult[] };
