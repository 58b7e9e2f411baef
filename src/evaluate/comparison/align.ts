import { AssayError } from '../../errors.js';
import type { ScoredSample } from '../scored.js';

/** Samples by id. @throws AssayError E_COMPARE_MISMATCH when an id is there twice. */
export function byId(name: string, scored: readonly ScoredSample[]): Map<string, ScoredSample> {
  const samples = new Map(scored.map((sample) => [sample.id, sample]));
  if (samples.size === scored.length) return samples;
  const seen = new Set<string>();
  const twice = scored.filter(({ id }) => seen.size === seen.add(id).size).map(({ id }) => id);
  throw new AssayError(
    'E_COMPARE_MISMATCH',
    `${name} scores ${listed(twice)} more than once; expected one score per sample. Score the data set again.`,
  );
}

/**
 * The scores of `second` on the samples of `first`, in their order and with their groups.
 * @throws AssayError E_COMPARE_MISMATCH naming the ids that only one has, or that have another label.
 */
export function align(
  first: { name: string; scored: readonly ScoredSample[] },
  second: { name: string; scored: readonly ScoredSample[] },
): ScoredSample[] {
  const [ofFirst, ofSecond] = [byId(first.name, first.scored), byId(second.name, second.scored)];
  const onlyFirst = [...ofFirst.keys()].filter((id) => !ofSecond.has(id));
  const onlySecond = [...ofSecond.keys()].filter((id) => !ofFirst.has(id));
  if (onlyFirst.length + onlySecond.length > 0) {
    const found = [
      onlyFirst.length > 0 ? `only ${first.name} scored ${listed(onlyFirst)}` : '',
      onlySecond.length > 0 ? `only ${second.name} scored ${listed(onlySecond)}` : '',
    ].filter((part) => part !== '');
    throw new AssayError(
      'E_COMPARE_MISMATCH',
      `A comparison needs the same samples, but ${found.join('; ')}. Score both on the same data set.`,
    );
  }
  const relabelled = first.scored
    .filter(({ id, label }) => ofSecond.get(id)!.label !== label)
    .map(({ id }) => id);
  if (relabelled.length > 0) {
    throw new AssayError(
      'E_COMPARE_MISMATCH',
      `${first.name} and ${second.name} give another label to ${listed(relabelled)}. Score both on the same data set.`,
    );
  }
  return first.scored.map((sample) => {
    const { logit, probability } = ofSecond.get(sample.id)!;
    return { ...sample, logit, probability };
  });
}

/** A few names and how many more there are. */
export function listed(names: readonly string[], shown = 10): string {
  const quoted = names.slice(0, shown).map((name) => JSON.stringify(name));
  const more = names.length - quoted.length;
  return `${names.length} (${quoted.join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}
