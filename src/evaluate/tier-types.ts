import type { Label } from '../labels.js';
import type { ComparedMetric } from './comparison/types.js';
import type { Estimate, ScoredSample } from './scored.js';
import type { CellSummary, EvaluationWarning, IntervalSettings, VerdictName } from './types.js';

/** Where a degradation stands on a sweep: `{ parameter: 'jpeg-quality', value: 60 }`. */
export interface SweepPoint {
  parameter: string;
  value: number;
}

/** One degradation of a data set, scored. */
export interface Tier {
  name: string;
  scored: readonly ScoredSample[];
  sweep?: SweepPoint;
}

/** Verdicts that changed between the pictures as given and a degraded copy of them. */
export interface Flips {
  /** Pictures scored in both. */
  compared: number;
  /** Share whose verdict is another one. */
  share: Estimate;
  byLabel: Record<Label, Estimate>;
  /** Counts: verdict as given → verdict of the degraded copy. */
  fromTo: Record<VerdictName, Record<VerdictName, number>>;
}

export interface TierSummary {
  name: string;
  sweep?: SweepPoint;
  summary: CellSummary;
  /** Null for the pictures as given. */
  flips: Flips | null;
  /** Tier minus as given, over the pictures scored in both, paired; null for the pictures as given. */
  change: Record<ComparedMetric, Estimate> | null;
}

/** A sample that got the wrong side of the threshold. */
export interface Mistake {
  id: string;
  label: Label;
  probability: number;
  source?: string;
}

/** Mistakes from the worst on, by true class. */
export type WorstMistakes = Record<Label, Mistake[]>;

/** What degradation does to a detector. The first tier is the pictures as given. */
export interface TierReport {
  tiers: TierSummary[];
  /** In the pictures as given. */
  worstMistakes: WorstMistakes;
  intervals: IntervalSettings;
  warnings: EvaluationWarning[];
}
