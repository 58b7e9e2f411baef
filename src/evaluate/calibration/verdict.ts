import type { ScoredSample } from '../scored.js';
import type { Thresholds, VerdictCounts, VerdictName } from '../types.js';

/**
 * The verdict for a calibrated probability of fake. Where the two thresholds cross, so that a probability is
 * both at or above `fakeAtLeast` and at or below `realAtMost`, it is `fake`; nothing is inconclusive then.
 */
export function verdictOf(probability: number, { fakeAtLeast, realAtMost }: Thresholds): VerdictName {
  if (fakeAtLeast !== null && probability >= fakeAtLeast) return 'fake';
  if (realAtMost !== null && probability <= realAtMost) return 'real';
  return 'inconclusive';
}

/** How many samples of each class get each verdict. */
export function countVerdicts(scored: readonly ScoredSample[], thresholds: Thresholds): VerdictCounts {
  const counts: VerdictCounts = {
    fake: { fake: 0, real: 0, inconclusive: 0 },
    real: { fake: 0, real: 0, inconclusive: 0 },
  };
  for (const { label, probability } of scored) counts[label][verdictOf(probability, thresholds)]++;
  return counts;
}
