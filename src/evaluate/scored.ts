import type { Label } from '../labels.js';

/** One sample with a detector's answer. Plain JSON. */
export interface ScoredSample {
  id: string;
  label: Label;
  /** Log-odds of fake, before calibration. */
  logit: number;
  /** Calibrated probability of fake, 0..1. */
  probability: number;
  source?: string;
  group?: string;
  attributes?: Record<string, string>;
}

/** An estimate with the interval around it (95 % unless stated). */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}
