import type { ScoredSample } from '../scored.js';
import type { Calibration } from '../types.js';

/** 1 / (1 + e⁻ˣ), without overflow on either side. */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** The calibrated probability of fake for a logit. */
export function calibratedProbability(logit: number, calibration: Calibration): number {
  switch (calibration.method) {
    case 'identity':
      return sigmoid(logit);
    case 'temperature':
      return sigmoid(logit / calibration.temperature);
    case 'platt':
      return sigmoid(calibration.slope * logit + calibration.intercept);
    case 'isotonic':
      return interpolate(logit, calibration.logits, calibration.probabilities);
  }
}

/** The samples with `probability` made anew from `logit`. */
export function applyCalibration(scored: readonly ScoredSample[], calibration: Calibration): ScoredSample[] {
  return scored.map((sample) => ({
    ...sample,
    probability: calibratedProbability(sample.logit, calibration),
  }));
}

/**
 * What a probability of fake becomes where fakes are rarer or more frequent than in the data it was calibrated
 * on (Bayes' rule on the odds): .9 learnt on half fakes is .08 where one picture in a hundred is fake.
 */
export function atPrevalence(probability: number, calibratedOn: number, prevalence: number): number {
  const fake = (probability * prevalence) / calibratedOn;
  const real = ((1 - probability) * (1 - prevalence)) / (1 - calibratedOn);
  return fake / (fake + real);
}

function interpolate(x: number, xs: readonly number[], ys: readonly number[]): number {
  const after = xs.findIndex((knot) => knot >= x);
  if (after === -1) return ys.at(-1)!;
  if (after === 0) return ys[0]!;
  const share = (x - xs[after - 1]!) / (xs[after]! - xs[after - 1]!);
  return ys[after - 1]! + share * (ys[after]! - ys[after - 1]!);
}
