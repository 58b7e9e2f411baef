/**
 * Every number the audit judges by. Lower bounds, not estimates, are judged, so that a small set is not
 * accused of what chance did; and what is told for each of some thirty facts is judged at a stricter bound than
 * the 95 % that is shown, so that looking at many facts does not accuse either.
 */
export const AUDIT_THRESHOLDS = {
  /** Two-sided 99.9 % point of the normal distribution: the bound for findings on single facts. */
  strictZ: 3.2905,
  /** `header-leak` blocks where the trace floor's balanced accuracy (95 % lower bound) is at least this. */
  floorBlocks: 0.55,
  /** A fact that leaves traces: its family blocks where the strict lower bound of its AUC is at least this. */
  traceBlocks: 0.55,
  /** … and notes from here on. */
  traceNotes: 0.51,
  /** Metadata, which no network sees, but which shows that the classes come from different hands. */
  metadataWarns: 0.55,
  metadataNotes: 0.51,
  /** File size, brightness, sharpness: partly a matter of what the pictures show, so slow to warn. */
  contentWarns: 0.7,
  contentNotes: 0.55,
  /** Borders of one colour. */
  borderWarns: 0.55,
  borderNotes: 0.51,
  /** Facts are compared where both classes have at least this many files with the fact. */
  minPerClass: 10,
  /** A source is compared with the other class from this many files on. */
  minPerSource: 10,
  /** Below this many files of a class every figure is a guess. */
  fewSamples: 50,
  /** Larger class over smaller. */
  imbalanceNotes: 3,
  imbalanceWarns: 10,
  /** Share of files that are copies of others from which a data set is smaller than it looks. */
  redundantWarns: 0.1,
  /** File names: AUC (strict lower bound) of a classifier on their tokens. */
  namesNotes: 0.6,
} as const;
