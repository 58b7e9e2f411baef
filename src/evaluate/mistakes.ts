import type { Label } from '../labels.js';
import type { ScoredSample } from './scored.js';
import type { Mistake, WorstMistakes } from './types.js';

/**
 * The samples on the wrong side of the threshold, the most confident mistake first, at most `count` of each class.
 * Equal probabilities go by id, so that the list is the same each time.
 */
export function worstMistakes(
  scored: readonly ScoredSample[],
  { count = 16, threshold = 0.5 }: { count?: number; threshold?: number } = {},
): WorstMistakes {
  const ofLabel = (label: Label): Mistake[] => {
    const sign = label === 'fake' ? 1 : -1;
    return scored
      .filter((sample) => sample.label === label && sample.probability >= threshold === (label === 'real'))
      .sort((a, b) => sign * (a.probability - b.probability) || (a.id < b.id ? -1 : 1))
      .slice(0, count)
      .map(({ id, probability, source }) => ({
        id,
        label,
        probability,
        ...(source === undefined ? {} : { source }),
      }));
  };
  return { fake: ofLabel('fake'), real: ofLabel('real') };
}
