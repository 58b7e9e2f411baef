import type { Estimate } from '../scored.js';
import { betaQuantile, normalQuantile } from './distributions.js';

/**
 * A share with its Wilson score interval (Wilson 1927): never degenerate, so that 20 right of 20 is not
 * "100 % for certain". Null with a reason on no trials.
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Estimate {
  if (trials === 0) return { value: null, low: null, high: null, reason: 'no samples' };
  const z = normalQuantile((1 + level) / 2);
  const p = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (p + (z * z) / (2 * trials)) / shrink;
  const half = (z / shrink) * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  return {
    value: p,
    low: successes === 0 ? 0 : centre - half,
    high: successes === trials ? 1 : centre + half,
  };
}

/**
 * The largest rate that `successes` of `trials` still agree with at this one-sided confidence
 * (Clopper & Pearson 1934, exact): with none of n it is 1 − (1 − level)^(1/n), about 3/n at 95 %.
 * 1 on no trials.
 */
export function clopperPearsonUpper(successes: number, trials: number, level = 0.95): number {
  if (successes >= trials) return 1;
  return betaQuantile(level, successes + 1, trials - successes);
}
