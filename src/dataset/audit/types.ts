/**
 * What `auditDataset` finds, as plain JSON: the same object goes to the command line, the HTML report, the HTTP
 * API and a run folder's `audit.json`. Samples are named by id, never by path. A number that is not defined is
 * null, never NaN.
 */
import type { Estimate } from '../../evaluate/scored.js';
import type { Label } from '../../labels.js';
import type { SkippedFile } from '../sample.js';
import type { FactName, FactValue } from './facts/names.js';

/** `blocks`: a score on this data would not mean what it says. `warns`: look before you go on. `notes`: good to know. */
export type Grade = 'blocks' | 'warns' | 'notes';

/** One thing the audit has to say. */
export interface AuditFinding {
  /** Stable name of the kind of finding, such as `header-leak` or `leak-format`; at most one finding a kind. */
  id: FindingId;
  grade: Grade;
  /** One sentence with the figures that matter. */
  title: string;
  /** The figures by name, for machines and tables. */
  numbers: Record<string, number | string>;
  /** Sample ids to look at, a few, in a fixed order. Pictures of a pair stand side by side. */
  examples: string[];
  /** What a user should do about it. */
  whatToDo: string;
}

/** Every kind of finding, in the order in which findings of one grade are listed. */
export const FINDING_IDS = [
  'one-class',
  'header-leak',
  'contradictory-labels',
  'duplicates-across-splits',
  'groups-across-splits',
  'leak-format',
  'leak-geometry',
  'leak-compression',
  'leak-colour',
  'leak-metadata',
  'leak-file-size',
  'leak-brightness',
  'leak-sharpness',
  'leak-border',
  'corner-mark',
  'labels-against-folders',
  'unreadable-files',
  'few-samples',
  'class-imbalance',
  'exact-duplicates',
  'near-duplicates',
  'near-duplicates-across-classes',
  'telling-names',
  'one-real-source',
] as const;

export type FindingId = (typeof FINDING_IDS)[number];

/** A fact's distribution over some files. */
export interface FactSummary {
  /** Files looked at. */
  count: number;
  /** Files that have no such fact (a PNG has no JPEG quality). */
  missing: number;
  /** For numbers: quantiles over the files that have it. */
  quantiles?: { min: number; p5: number; median: number; p95: number; max: number };
  /** For categories and numbers of few values: the most frequent values, at most twelve, most frequent first. */
  values?: { value: FactValue; count: number }[];
}

/** How well one fact alone tells fake from real. */
export interface Separation {
  /**
   * Area under the ROC curve. Numbers: rank AUC over the files that have the fact, turned round where it is
   * below ½ (`higherIs` says which way). Categories: of the class log-ratio of the value, cross-fitted, so it
   * can fall a little below ½ where there is nothing to find. Interval: DeLong's with Obuchowski's clustering
   * by group, on the logit scale.
   */
  auc: Estimate;
  /** Numbers only: the class that has the higher values. */
  higherIs?: Label;
}

/** One fact over the whole data set. */
export interface FactReport {
  name: FactName;
  kind: 'number' | 'category';
  /** Null where a class has too few files with the fact. */
  separation: Separation | null;
  byLabel: Record<Label, FactSummary>;
  /** Each source against all files of the other class. Sources with few files have no separation. */
  bySource: { label: Label; source: string; summary: FactSummary; separation: Separation | null }[];
}

/** `fact operator value` → fake; everything else → real. */
export interface HeaderRule {
  fact: FactName;
  operator: '=' | '!=' | '<=' | '>' | 'is missing' | 'is present';
  value: FactValue;
  /** The rule in words, such as "lumaTableSum != 406 → fake". */
  text: string;
  accuracy: Estimate;
  balancedAccuracy: Estimate;
  /** Share of fakes the rule finds. */
  recall: number;
  /** Reals the rule calls fake. */
  falsePositives: number;
  /** Accuracy of choosing a rule on some folds and trying it on the others: what choice alone flatters. */
  crossValidatedAccuracy: number;
}

/** What a classifier reaches that never sees a pixel, by cross-validation in which no group straddles a fold. */
export interface HeaderFloor {
  /** The facts it was given. */
  facts: FactName[];
  folds: number;
  accuracy: Estimate;
  balancedAccuracy: Estimate;
  auc: Estimate;
  /** Share of the larger class: the accuracy of not looking at all. */
  majority: number;
  /** The best single rule, or null when no rule beats not looking. */
  rule: HeaderRule | null;
  /** How it was made, in words, for the report. */
  method: string;
}

/** How two pictures are alike. */
export type DuplicateKind =
  /** The same bytes. */
  | 'same-bytes'
  /** Other bytes, the same decoded pixels. */
  | 'same-pixels'
  /** The same picture saved, scaled or retouched again. */
  | 'near'
  /** As `near`, after mirroring or turning. */
  | 'near-turned'
  /** One is a part of the other (mirrored or not). */
  | 'crop';

/** Two samples that show the same picture. `a` stands before `b` by id; for `crop`, `part` names the smaller. */
export interface DuplicatePair {
  a: string;
  b: string;
  kind: DuplicateKind;
  /** Correlation of the two 32 × 32 grey pictures once aligned, −1..1; 1 for exact ones. */
  correlation: number;
  /** The two carry different labels. */
  crossLabel: boolean;
  /** The parts of the given split the two lie in, when they differ. */
  parts?: [string, string];
  /** For `crop`: which sample is the part, and where it lies in the other, in fractions of its sides. */
  part?: { id: string; x: number; y: number; width: number; height: number };
}

/** Exact and near-duplicates, and the groups they form. */
export interface DuplicateReport {
  /**
   * Pairs by kind, whole data set. Of files that are equal each is paired with the first only; of clusters of
   * twenty and more only the pairs that made them are counted.
   */
  counts: Record<DuplicateKind, number>;
  crossLabelPairs: number;
  acrossSplitPairs: number;
  /** Pairs, at most 500: across labels and splits first. */
  pairs: DuplicatePair[];
  /** Clusters of two and more samples joined by any of the pairs, each sorted, sorted by first id. All of them. */
  clusters: string[][];
  /** Files that could be left out without losing a picture: all but one of every cluster. */
  redundant: number;
  /** Pictures too plain (one colour, a soft ramp) to be told from others by look: exact duplicates only. */
  tooPlain: number;
}

/** A mark that stays put in one corner over many files of one class, or of one source. */
export interface CornerMark {
  corner: 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';
  label: Label;
  /** The source it was found in by itself; absent where the whole class shows it. */
  within?: string;
  /** Files of that class (or source), and of the other class, in which the mark was seen. */
  carriers: number;
  otherCarriers: number;
  /** Sources whose files carry it, most first. */
  sources: { source: string; carriers: number; count: number }[];
  /** How well its presence alone tells the class (or the source) from the other class, cross-fitted. */
  auc: Estimate;
  /** The mean corner of the carriers. */
  picture: Thumbnail;
  examples: string[];
}

/** Whether file names (without folder and extension) give the label away. */
export interface NameReport {
  /** Of a cross-validated classifier on the names' tokens; null where it could not be made. */
  auc: Estimate | null;
  accuracy: Estimate | null;
  /** The tokens that tell most. */
  tokens: { token: string; means: Label; fake: number; real: number }[];
}

/** A small picture to show: base64 without the `data:` prefix. */
export interface Thumbnail {
  mediaType: 'image/jpeg' | 'image/png';
  base64: string;
  width: number;
  height: number;
}

/** Files of one source within one class. */
export interface SourceCount {
  label: Label;
  /** Null: no source is known. */
  source: string | null;
  count: number;
}

/** The whole audit. */
export interface AuditReport {
  /** Version of this layout. */
  version: 1;
  data: {
    /** Last name of the data set's folder, or as the caller has it; the path itself stays out. */
    name: string;
    /** Samples audited (read without error). */
    count: number;
    byLabel: Record<Label, number>;
    bySource: SourceCount[];
    bytes: number;
    /** Hex SHA-256 over label and SHA-256 of every file, in order of id: changes when the data does. */
    fingerprint: string;
  };
  /** The worst grade among the findings; null: none. */
  grade: Grade | null;
  /** Worst first. */
  findings: AuditFinding[];
  /**
   * A classifier on everything that can be read without decoding a pixel: the number every later score is
   * printed against. Null with fewer than two usable classes.
   */
  floor: HeaderFloor | null;
  /** The same on those facts only that leave traces in the decoded pixels and say nothing of the content. */
  traceFloor: HeaderFloor | null;
  facts: FactReport[];
  duplicates: DuplicateReport;
  cornerMarks: CornerMark[];
  names: NameReport;
  /** Files left out when the data set was read, and files that would not decode. */
  unreadable: SkippedFile[];
  /** Pictures of every sample named as an example or in a listed pair, up to a bound, by id. */
  thumbnails: Record<string, Thumbnail>;
  settings: {
    /** How the given split was made; absent when none was given. */
    split?: string;
    /** Samples that came from the cache of facts. */
    cached: number;
    /** What went wrong without spoiling the audit, such as a cache that could not be written. */
    warnings: string[];
  };
}
