import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  attributeNames,
  groupKey,
  joinGroups,
  loadDataset,
  loadOneClass,
  parsePattern,
  readSplit,
  samplesOf,
  splitFromParts,
  withAttribute,
  withGroups,
  type Dataset,
  type DatasetSpec,
  type Part,
  type Sample,
  type Split,
} from '../dataset/index.js';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { LABELS } from '../labels.js';
import type { DataArguments } from './data-options.js';
import { dataSpec } from './data-spec.js';

/** A data set as arguments name it. */
export interface NamedData {
  name: string;
  /** The part asked for, its samples with the groups and attributes asked for. */
  dataset: Dataset;
  part: { name: Part; method: string } | null;
  /** How samples were joined into groups, in words; null: every sample stands for itself. */
  grouping: string | null;
  /** What the reader should know of the choice. */
  notes: string[];
}

/**
 * Reads the data set that arguments name. With `--real` or `--fake` alone, one class is enough.
 * Throws as `loadDataset` and `readSplit`, and E_ARGUMENT.
 */
export async function readData(data: string | undefined, options: DataArguments): Promise<NamedData> {
  const loaded = await load(data, options);
  let samples: Sample[] = loaded.samples;
  for (const { name, pattern } of options.attribute ?? []) {
    samples = withAttribute(samples, name, parsePattern(pattern));
  }
  const by = options.groupBy ?? [];
  const keys = by.map((text) => groupKey(samples, text));
  const hasOwn = samples.some(({ group }) => group !== undefined);
  if (keys.length > 0) {
    samples = withGroups(samples, joinGroups(samples, [({ group }) => group, ...keys]));
  }
  const grouping = [...(hasOwn ? ['the column group'] : []), ...by.map(quoteName)].join(', ');
  const cut = await cutToPart({ ...loaded, samples }, options);
  return {
    name: nameOf(data, options),
    ...cut,
    grouping: grouping === '' ? null : grouping,
  };
}

async function load(data: string | undefined, options: DataArguments): Promise<Dataset> {
  const alone = LABELS.filter((label) => options[label] !== undefined);
  if (data === undefined && alone.length === 1) return loadOneClass(options[alone[0]!]!, alone[0]!);
  const { fileColumn, labelColumn, allowOutside } = options;
  const spec: DatasetSpec = dataSpec(data, options);
  if (!('csv' in spec)) {
    if (fileColumn === undefined && labelColumn === undefined) return loadDataset(spec);
    throw new AssayError(
      'E_ARGUMENT',
      '--file-column and --label-column name columns of a CSV, but a folder was given. Leave them out, or name a CSV.',
    );
  }
  return loadDataset({
    ...spec,
    ...(allowOutside === true ? { allowOutside } : {}),
    columns: {
      ...(fileColumn === undefined ? {} : { file: fileColumn }),
      ...(labelColumn === undefined ? {} : { label: labelColumn }),
    },
  });
}

async function cutToPart(
  dataset: Dataset,
  { split: path, part: wanted }: DataArguments,
): Promise<Pick<NamedData, 'dataset' | 'part' | 'notes'>> {
  if (path === undefined && wanted === undefined) return { dataset, part: null, notes: [] };
  const split = await splitOf(dataset, path);
  const has = (part: Part): boolean => Object.values(split.parts).includes(part);
  const part = wanted ?? (has('test') ? 'test' : 'validation');
  if (!has(part)) {
    const parts = [...new Set(Object.values(split.parts))].map(quoteName).join(', ');
    throw new AssayError(
      'E_ARGUMENT',
      `The split has no part ${quoteName(part)}; it has ${parts}. Name one with --part.`,
    );
  }
  const unnamed = dataset.samples.filter(({ id }) => !Object.hasOwn(split.parts, id)).length;
  return {
    part: { name: part, method: split.method },
    dataset: { ...dataset, samples: samplesOf(split, dataset.samples, part) },
    notes: unnamed === 0 ? [] : [`${unnamed} pictures are in no part of the split (${split.method}).`],
  };
}

async function splitOf(dataset: Dataset, path: string | undefined): Promise<Split> {
  if (path !== undefined) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    return readSplit(isFolder ? join(path, 'split.csv') : path, dataset.samples, undefined, {
      allowMissing: true,
    });
  }
  const own = splitFromParts(dataset.samples);
  if (own !== undefined) return own;
  throw new AssayError(
    'E_ARGUMENT',
    '--part needs a split, and the data set brings none along (folders train, val, test, or a column part). Name one with --split.',
  );
}

function nameOf(data: string | undefined, { real, fake }: DataArguments): string {
  const path = data ?? fake ?? real!;
  return basename(resolve(path)).replace(/\.(csv|tsv)$/i, '');
}

/** Throws E_ARGUMENT unless every name is `source` or an attribute of some sample. */
export function requireColumns(samples: readonly Sample[], names: readonly string[]): void {
  const known = ['source', ...attributeNames(samples)];
  const missing = names.find((name) => !known.includes(name));
  if (missing === undefined) return;
  throw new AssayError(
    'E_ARGUMENT',
    `There is no column ${quoteName(missing)} in the data set; there are ${known.map(quoteName).join(', ')}. Name one of these, or read one off the paths with --attribute.`,
  );
}
