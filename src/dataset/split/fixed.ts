import { AssayError } from '../../errors.js';
import type { Part, Sample, Split } from '../sample.js';
import { SPLIT_PARTS } from './parts.js';

/**
 * The split that a data set brings along, in the attribute `part` (from folders named train, val, test, or a
 * column of the CSV). Undefined where no sample has one. Throws E_SPLIT_PART for other values, E_SPLIT_MISSING
 * where only some samples have one.
 */
export function splitFromParts(samples: readonly Pick<Sample, 'id' | 'attributes'>[]): Split | undefined {
  const given = samples.map(({ id, attributes }) => [id, attributes?.['part']] as const);
  const named = given.filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (named.length === 0) return undefined;
  if (named.length < given.length) {
    const first = given.find(([, part]) => part === undefined)![0];
    const message = `${given.length - named.length} of ${given.length} samples name no part, such as ${JSON.stringify(first)}.`;
    throw new AssayError('E_SPLIT_MISSING', `${message} Name one for each, or make a new split.`);
  }
  const wrong = named.find(([, part]) => !SPLIT_PARTS.includes(part as Part));
  if (wrong) {
    const message = `${JSON.stringify(wrong[0])} names the part ${JSON.stringify(wrong[1])}; train, validation or test was expected.`;
    throw new AssayError('E_SPLIT_PART', message);
  }
  return {
    seed: 0,
    method: "the data set's own parts",
    parts: Object.fromEntries(named) as Record<string, Part>,
  };
}
