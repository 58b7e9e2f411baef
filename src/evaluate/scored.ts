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

/**
 * An estimate with the interval around it (95 % unless stated). Plain JSON: where a number is not defined
 * (a recall without a single fake) it is null and `reason` says why.
 */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
  reason?: string;
}
