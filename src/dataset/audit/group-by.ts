import { AssayError } from '../../errors.js';
import type { Dataset, Sample } from '../sample.js';
import { createClusters } from './duplicates/clusters.js';

/**
 * What joins samples into groups beside their looks: a column (an attribute, or `source` or `group`), or a
 * regular expression over the id whose captured parts name the group.
 */
export type GroupBy = { column: string } | { pattern: RegExp };

/**
 * Reads `--group-by`: a text with a capturing bracket is a regular expression over the id, anything else the
 * name of a column. Throws E_ARGUMENT for an expression that cannot be read.
 */
export function parseGroupBy(text: string): GroupBy {
  if (!/\((?!\?[:=!<])|\(\?</.test(text)) return { column: text };
  try {
    return { pattern: new RegExp(text, 'u') };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError(
      'E_ARGUMENT',
      `--group-by is ${JSON.stringify(text)}, which is no regular expression (${reason}). Give a column's name, or an expression such as "prompt-(\\d+)".`,
      { cause },
    );
  }
}

/**
 * The data set with every sample's `group` set where it belongs to one: near-duplicate clusters (those of an
 * audit report), the groups it came with, and those of `by`, joined wherever they share a sample. A group is
 * named by its first sample's id. Throws E_ARGUMENT where `by` matches no sample.
 */
export function groupSamples(
  dataset: Dataset,
  clusters: readonly (readonly string[])[],
  options: { by?: GroupBy } = {},
): Dataset {
  const { samples } = dataset;
  const rowOf = new Map(samples.map(({ id }, row) => [id, row]));
  const joined = createClusters(samples.length);
  const joinAll = (rows: readonly number[]): void => {
    for (const row of rows) joined.join(rows[0]!, row);
  };
  for (const ids of clusters) joinAll(ids.flatMap((id) => rowOf.get(id) ?? []));
  joinAllBy(samples, (sample) => sample.group, joinAll);
  const { by } = options;
  if (by !== undefined) {
    const named = joinAllBy(samples, (sample) => groupName(sample, by), joinAll);
    if (named === 0) throw nothingMatches(by, samples);
  }
  return {
    ...dataset,
    samples: samples.map((sample, row) => {
      const grouped = { ...sample };
      delete grouped.group;
      if (joined.sizeOf(row) > 1) grouped.group = samples[joined.find(row)]!.id;
      return grouped;
    }),
  };
}

/** Joins samples of equal name; returns how many have one. */
function joinAllBy(
  samples: readonly Sample[],
  nameOf: (sample: Sample) => string | undefined,
  join: (rows: readonly number[]) => void,
): number {
  const rowsOf = new Map<string, number[]>();
  let named = 0;
  samples.forEach((sample, row) => {
    const name = nameOf(sample);
    if (name === undefined || name === '') return;
    named++;
    const rows = rowsOf.get(name);
    if (rows === undefined) rowsOf.set(name, [row]);
    else rows.push(row);
  });
  for (const rows of rowsOf.values()) join(rows);
  return named;
}

function groupName(sample: Sample, by: GroupBy): string | undefined {
  if ('pattern' in by) {
    // The flags g and y would carry a position from one id to the next.
    const found = new RegExp(by.pattern.source, by.pattern.flags.replace(/[gy]/g, '')).exec(sample.id);
    return found?.slice(1).join('\0');
  }
  if (by.column === 'source') return sample.source;
  if (by.column === 'group') return sample.group;
  return sample.attributes && Object.hasOwn(sample.attributes, by.column)
    ? sample.attributes[by.column]
    : undefined;
}

function nothingMatches(by: GroupBy, samples: readonly Sample[]): AssayError {
  const example = samples[0] === undefined ? 'none' : JSON.stringify(samples[0].id);
  if ('pattern' in by) {
    return new AssayError(
      'E_ARGUMENT',
      `The group pattern ${by.pattern.source} matches none of ${samples.length} ids, such as ${example}. It is matched against the path below the data set's folder.`,
    );
  }
  const columns = new Set(samples.flatMap(({ attributes }) => Object.keys(attributes ?? {})));
  const known = [...columns].sort().join(', ') || 'none';
  return new AssayError(
    'E_ARGUMENT',
    `None of ${samples.length} samples has a ${JSON.stringify(by.column)} to group by. Columns beside source and group: ${known}.`,
  );
}
