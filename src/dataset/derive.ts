import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import type { Sample } from './sample.js';

/**
 * The samples with an attribute read off their ids: the pattern's first group that took part, or all that it
 * matched. `/(easy|mid|hard)_/` on `fake/mid_12.jpg` gives `mid`. Samples that do not match go without.
 * Throws E_ARGUMENT where not one matches.
 */
export function withAttribute(samples: readonly Sample[], name: string, pattern: RegExp): Sample[] {
  let found = 0;
  const derived = samples.map((sample) => {
    const value = valueIn(sample.id, pattern);
    if (value === undefined) return sample;
    found++;
    return { ...sample, attributes: { ...sample.attributes, [name]: value } };
  });
  if (found === 0) throw noMatch(samples, pattern, `attribute ${quoteName(name)}`);
  return derived;
}

/**
 * What a sample is grouped by: a column of the data set (`source`, `group` or an attribute, in any case), else
 * the given text as a regular expression on ids, its first group being the key.
 * Throws E_ARGUMENT for a text that is neither.
 */
export function groupKey(samples: readonly Sample[], by: string): (sample: Sample) => string | undefined {
  const wanted = by.toLowerCase();
  if (wanted === 'source') return (sample) => sample.source;
  if (wanted === 'group') return (sample) => sample.group;
  const columns = attributeNames(samples);
  const column = columns.find((name) => name.toLowerCase() === wanted);
  if (column !== undefined) return (sample) => sample.attributes?.[column];
  const pattern = /[(\\[*+?.^$|]/.test(by) ? parsePattern(by) : null;
  if (pattern === null) {
    const known = ['source', 'group', ...columns].map(quoteName).join(', ');
    throw new AssayError(
      'E_ARGUMENT',
      `There is no column ${quoteName(by)} to group by; there are ${known}. A regular expression on the file's path, such as "prompt-([0-9]+)", does as well.`,
    );
  }
  if (!samples.some(({ id }) => valueIn(id, pattern) !== undefined)) {
    throw noMatch(samples, pattern, 'grouping');
  }
  return ({ id }) => valueIn(id, pattern);
}

/** Every attribute that some sample has, sorted. */
export function attributeNames(samples: readonly Pick<Sample, 'attributes'>[]): string[] {
  return [...new Set(samples.flatMap(({ attributes }) => Object.keys(attributes ?? {})))].sort();
}

/** A user's regular expression. Throws E_ARGUMENT. */
export function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError('E_ARGUMENT', `${quoteName(text)} is no regular expression: ${reason}.`, { cause });
  }
}

function valueIn(id: string, pattern: RegExp): string | undefined {
  const match = pattern.exec(id);
  if (match === null) return undefined;
  return match.length > 1 ? match.slice(1).find((part) => part !== undefined) : match[0];
}

function noMatch(samples: readonly Sample[], pattern: RegExp, what: string): AssayError {
  const example = samples[0] ? ` such as ${quoteName(samples[0].id)}` : '';
  return new AssayError(
    'E_ARGUMENT',
    `The pattern ${quoteName(pattern.source)} (${what}) matches none of ${samples.length} paths${example}. Paths are taken from the data set's folder, with forward slashes.`,
  );
}
