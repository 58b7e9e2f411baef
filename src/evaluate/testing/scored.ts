import type { Label } from '../../labels.js';
import type { Random } from '../../random.js';
import { sigmoid } from '../calibration/calibration.js';
import type { ScoredSample } from '../scored.js';

/** Scored samples from labels and logits; the probability is the plain sigmoid. */
export function scoredFrom(labels: readonly Label[], logits: readonly number[]): ScoredSample[] {
  return labels.map((label, i) => ({
    id: `${label}/${i}`,
    label,
    logit: logits[i]!,
    probability: sigmoid(logits[i]!),
  }));
}

/** Normal logits about +shift for fakes and −shift for reals: calibrated when the spread is √(2·shift). */
export function simulated(
  random: Random,
  {
    fakes,
    reals,
    shift = 1,
    spread = Math.sqrt(2 * shift),
  }: {
    fakes: number;
    reals: number;
    shift?: number;
    spread?: number;
  },
): ScoredSample[] {
  const labels = Array.from({ length: fakes + reals }, (_, i): Label => (i < fakes ? 'fake' : 'real'));
  const logits = labels.map((label) => (label === 'fake' ? shift : -shift) + spread * random.normal());
  return scoredFrom(labels, logits);
}
