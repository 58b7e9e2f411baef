/**
 * What this room draws from: plain objects, so that any room (or a reader of a `--json` file) can fill them.
 * Shares, probabilities and rates are 0..1; null is "not defined".
 */

import type { Grade } from '../dataset/audit/types.js';
import type { SkippedFile } from '../dataset/sample.js';
import type { Estimate } from '../evaluate/scored.js';
import type {
  CalibrationReport,
  ConfusionMatrix,
  DetectorComparison,
  EvaluationSummary,
  FoldComparison,
  MetricName,
  RocCurve,
  TierReport,
  WorstMistakes,
} from '../evaluate/types.js';
import type { FoldSummary } from '../evaluate/statistics/folds.js';
import type { Label } from '../labels.js';
import type { EpochRecord } from '../train/history.js';

/** One layer of a model summary; a size that depends on the batch is null. */
export interface LayerSummary {
  name: string;
  type: string;
  outputShape: (number | null)[];
  parameters: number;
  trainable: boolean;
}

/** A model, layer by layer, as Keras's `model.summary()` tells it. */
export interface ModelSummary {
  name: string;
  layers: LayerSummary[];
  totals: { total: number; trainable: number; nonTrainable: number; bytes: number };
}

/** A number that opens a report. */
export interface HeadlineFigure {
  name: string;
  estimate: Estimate;
  /** A share, written as percent (default), or a plain number. */
  percent?: boolean;
  /** What to know about it, in half a sentence. */
  about?: string;
}

/** Something the reader must know before any number. */
export interface Notice {
  grade: Grade;
  title: string;
  text?: string;
  /** Of a finding of the audit: its kind and figures, for other languages. */
  finding?: { id: string; numbers: Record<string, number | string> };
}

/** An encoded picture for a page. */
export interface Picture {
  bytes: Uint8Array;
  /** Default `image/png`. */
  mediaType?: 'image/png' | 'image/jpeg' | 'image/webp';
  /** What it shows, for those who cannot see it. */
  alt: string;
  caption?: string;
}

/** What a header-only classifier reaches, which sees no pixel: the floor of every accuracy. */
export interface HeaderFloorFigure {
  accuracy: Estimate;
  /** How it was made, in words. */
  method: string;
}

/** What a report says of the pictures it rests on. */
export interface DataSummary {
  name: string;
  /** Hex SHA-256 that changes when the data does. */
  fingerprint: string;
  /** Pictures by part (`train`, `validation`, `all`, …) and label. */
  counts: Record<string, Record<Label, number>>;
  /** Files left out, and why. */
  skipped: readonly SkippedFile[];
  /** How the parts were made, in words. */
  split?: { method: string; seed?: number };
}

/** What every report has. */
export interface ReportBase {
  /** Of the run, the detector or the data set. */
  name: string;
  /** A sentence below the name. */
  lead?: string;
  /** Warnings and accepted audit findings. */
  notices?: readonly Notice[];
  /** What made it: the version, and the date if it is to be there (it changes the bytes). */
  madeBy: string;
}

/** A training run, for `report.html`. */
export interface RunReport extends ReportBase {
  /** The numbers that open the report, accuracy first. */
  headline: readonly HeadlineFigure[];
  /** What they were measured on: how many pictures, which part, whether training saw them. */
  measuredOn: string;
  headerFloor?: HeaderFloorFigure;
  history: readonly EpochRecord[];
  /** Epoch (from 0) whose weights were kept. */
  bestEpoch?: number;
  confusion: ConfusionMatrix;
  /** All metrics and charts of the validation part, where they were made. */
  evaluation?: EvaluationSummary;
  /** Further rows of the summary table: time, images a second, threads, … */
  facts?: readonly (readonly [name: string, value: string])[];
  galleries?: readonly Picture[];
  predictions?: Picture;
  model: ModelSummary;
  data: DataSummary;
  /** Every argument, resolved. */
  config: unknown;
}

/** A detector's states of degradation; the pictures as given come first. */
export type TierFigures = Pick<TierReport, 'tiers' | 'warnings'>;

/** A cross-validated training configuration. */
export interface CrossValidationReport extends ReportBase {
  /** Means over the runs, accuracy first. */
  headline: readonly HeadlineFigure[];
  /** What they were measured on, and how the runs were made. */
  measuredOn: string;
  headerFloor?: HeaderFloorFigure;
  /** Metrics of the table, accuracy first; null where a run does not define one. */
  metrics: readonly { metric: MetricName; summary: FoldSummary | null }[];
  /** Every run: what it judged, with which epoch (from 0), and its figures in the order of `metrics`. */
  runs: readonly {
    name: string;
    judged: Record<Label, number>;
    epoch: number;
    metrics: readonly (number | null)[];
  }[];
  /** All out-of-fold scores pooled. */
  evaluation: EvaluationSummary;
  model: ModelSummary;
  data: DataSummary;
  /** Every argument, resolved. */
  config: unknown;
}

/** A detector judged on a data set, for a page of its own. */
export interface EvaluationReport extends ReportBase {
  /** What it was measured on, and whether training saw it. */
  measuredOn: string;
  summary: EvaluationSummary;
  headerFloor?: HeaderFloorFigure;
  tiers?: TierFigures;
  sweeps?: TierFigures;
  /** What `assay calibrate` fitted, where it is to be shown. */
  calibration?: CalibrationReport;
  worstMistakes?: WorstMistakes;
  /** The same as a grid of pictures. */
  mistakes?: Picture;
  data: DataSummary;
  /** What is known of the detector: digest, backbone, training data, … */
  detector: readonly (readonly [name: string, value: string])[];
}

/** Runs or detectors side by side on the same data, or configurations on the same folds. */
export interface CompareReport extends ReportBase {
  measuredOn: string;
  /** Detectors on the same samples. */
  detectors?: DetectorComparison;
  /** Configurations cross-validated on the same splits, and the metric of their runs. */
  folds?: FoldComparison & { metric: MetricName };
  headerFloor?: HeaderFloorFigure;
  /** ROC curves by detector, where they are at hand. */
  rocCurves?: Readonly<Record<string, RocCurve>>;
  /** How the tests were made, in words. */
  method: string;
}
