import { basename } from 'node:path';
import { AssayError, type ErrorCode } from '../../errors.js';
import { quoteName, writeFileWhole } from '../../files.js';
import { columnIndex, csvCell, readCsv } from '../csv.js';
import type { Part, Split } from '../sample.js';
import { SPLIT_PARTS, requireSplitInput } from './parts.js';
import { type Groups, type SplitSample, unitsOf } from './units.js';

/**
 * Writes a split as CSV, one line a sample, sorted by id: `id,label,part,group`. A sample that the split leaves
 * out has the part `none`. Throws E_SPLIT_UNKNOWN where the split names ids that are not among the samples,
 * E_FILE_WRITE.
 */
export async function writeSplit(
  path: string,
  split: Split,
  samples: readonly SplitSample[],
  groups?: Groups,
): Promise<void> {
  requireSplitInput(samples, split.seed);
  const known = new Set(samples.map(({ id }) => id));
  const unknown = Object.keys(split.parts).filter((id) => !known.has(id));
  if (unknown.length > 0)
    throw mismatch('E_SPLIT_UNKNOWN', 'The split names samples that are not there', unknown);
  const sorted = [...samples].sort((a, b) => (a.id < b.id ? -1 : 1));
  const lines = sorted.map(({ id, label, group }) => {
    const part = Object.hasOwn(split.parts, id) ? split.parts[id]! : 'none';
    return [csvCell(id), label, part, csvCell((groups ? groups.get(id) : group) ?? '')].join(',');
  });
  await writeFileWhole(path, ['id,label,part,group', ...lines, ''].join('\n'));
}

/**
 * Reads a split written by `writeSplit` (or by hand: `id`, `label` and `part` are needed, `group` may be there) and
 * checks it against the samples. A group, by the file or by the samples, may not straddle parts. With
 * `allowMissing`, samples that the file does not name are left out of the split (a run leaves out what it could
 * not read).
 * Throws E_DATASET_NOT_FOUND, E_CSV_PARSE, E_SPLIT_COLUMN, E_SPLIT_PART, E_SPLIT_UNKNOWN, E_SPLIT_MISSING,
 * E_SPLIT_LABEL, E_SPLIT_GROUP.
 */
export async function readSplit(
  path: string,
  samples: readonly SplitSample[],
  groups?: Groups,
  { allowMissing = false }: { allowMissing?: boolean } = {},
): Promise<Split> {
  const { header, rows } = await readCsv(path);
  const [idColumn, labelColumn, partColumn] = ['id', 'label', 'part'].map((name) =>
    columnIndex(header, name, path, 'E_SPLIT_COLUMN'),
  ) as [number, number, number];
  const groupColumn = header.indexOf('group');
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const entries = new Map<string, Part | 'none'>();
  const wrong = {
    part: [] as string[],
    unknown: [] as string[],
    label: [] as string[],
    twice: [] as string[],
  };
  const fileGroups = new Map<string, string>();
  for (const { cells } of rows) {
    const id = cells[idColumn]!;
    const part = (cells[partColumn] ?? '') as Part | 'none';
    const sample = byId.get(id);
    if (part !== 'none' && !SPLIT_PARTS.includes(part)) wrong.part.push(`${id}: ${part}`);
    if (sample === undefined) wrong.unknown.push(id);
    else if (cells[labelColumn] !== sample.label)
      wrong.label.push(`${id}: ${cells[labelColumn]} for ${sample.label}`);
    if (entries.has(id)) wrong.twice.push(id);
    entries.set(id, part);
    const group = groupColumn < 0 ? '' : (cells[groupColumn] ?? '');
    if (group !== '') fileGroups.set(id, group);
  }
  const missing = samples.filter(({ id }) => !entries.has(id)).map(({ id }) => id);
  const name = quoteName(basename(path));
  const complain = (code: ErrorCode, what: string, ids: string[]): void => {
    if (ids.length > 0) throw mismatch(code, `${name} ${what}`, ids);
  };
  complain('E_SPLIT_PART', 'names parts other than train, validation, test or none', wrong.part);
  complain('E_SPLIT_PART', 'lists samples twice', wrong.twice);
  complain('E_SPLIT_UNKNOWN', 'names samples that the data set does not hold', wrong.unknown);
  if (!allowMissing) complain('E_SPLIT_MISSING', 'lacks samples of the data set', missing);
  complain('E_SPLIT_LABEL', 'gives samples another label than the data set', wrong.label);
  complain(
    'E_SPLIT_GROUP',
    'puts groups (by its own column) into several parts',
    straddling(samples, entries, fileGroups),
  );
  complain(
    'E_SPLIT_GROUP',
    'puts groups of the data set into several parts',
    straddling(samples, entries, groups),
  );
  const parts = Object.fromEntries(
    [...entries].filter((entry): entry is [string, Part] => entry[1] !== 'none'),
  );
  return { seed: 0, method: `fixed, read from ${basename(path)}`, parts };
}

/** Groups whose samples are in more than one part; samples left out do no harm. */
function straddling(
  samples: readonly SplitSample[],
  parts: ReadonlyMap<string, Part | 'none'>,
  groups?: Groups,
): string[] {
  return unitsOf(samples, groups)
    .filter(
      (unit) =>
        new Set(unit.samples.map(({ id }) => parts.get(id)).filter((part) => part !== 'none')).size > 1,
    )
    .map(({ group, samples: members }) => `${group} (${members.length} samples)`);
}

function mismatch(code: ErrorCode, found: string, items: string[]): AssayError {
  const shown = items.slice(0, 5).map(quoteName).join(', ') + (items.length > 5 ? ', …' : '');
  return new AssayError(
    code,
    `${found}: ${items.length}, such as ${shown}. Mend the file, or make a new split.`,
  );
}
