import type { AuditProgress } from '../../dataset/audit/options.js';
import type { SkippedFile } from '../../dataset/sample.js';
import type { Label } from '../../labels.js';
import type { BackboneEntry } from '../../model/backbone-index.js';
import type { HeaderFloorFigure, HeadlineFigure, Notice } from '../../report/types.js';
import type { EpochRecord } from '../../train/history.js';
import type { BatchProgress } from '../../train/learner.js';
import type { GridPrediction } from '../../train/prediction-grid.js';

/** What the reader decides of a training; the rest is the recipe. */
export interface TrainingChoices {
  /** Of the data set, and so of the detector. */
  name: string;
  epochs: number;
  seed: number;
}

/** What the audit of the pictures says. */
export interface Audited {
  notices: Notice[];
  /** What a classifier reaches that sees no pixel; null where it could not be measured. */
  floor: HeaderFloorFigure | null;
  /** Whether something was found that would make every score mean less than it says. */
  blocks: boolean;
  counts: Record<Label, number>;
  skipped: SkippedFile[];
}

/** Where a training stands. */
export type TrainingProgress =
  | { kind: 'features'; done: number; total: number }
  | { kind: 'batch'; epoch: number; epochs: number; batch: BatchProgress }
  | { kind: 'epoch'; epoch: number; epochs: number; record: EpochRecord }
  | { kind: 'judging'; done: number; total: number };

/** A finished training. */
export interface Trained {
  detector: Uint8Array<ArrayBuffer>;
  history: EpochRecord[];
  /** The epoch whose weights the detector has, from 0. */
  bestEpoch: number;
  headline: HeadlineFigure[];
  counts: { train: Record<Label, number>; validation: Record<Label, number> };
  grid: GridPrediction[];
  /** All that the reader must know before any figure: what the audit found, how the split went, what was left out. */
  notices: Notice[];
  /** Engine threads. */
  threads: number;
}

/** What the page asks of the worker that trains: first the audit, then the training on what was audited. */
export interface TrainingCalls {
  audit: {
    ask: { files: [id: string, file: File][]; choices: TrainingChoices };
    progress: AuditProgress;
    answer: Audited;
  };
  train: {
    ask: { backbone: Uint8Array; about: BackboneEntry };
    progress: TrainingProgress;
    answer: Trained;
  };
}
