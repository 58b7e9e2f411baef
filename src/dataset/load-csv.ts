import { realpath } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { isInside } from '../is-inside.js';
import type { Label } from '../labels.js';
import { setAsideCopies, type SizedSample } from './copies.js';
import { columnIndex, type CsvRow, readCsv } from './csv.js';
import { probeFiles } from './probe.js';
import type { Dataset, Sample, SkippedFile } from './sample.js';
import { byId } from './walk.js';

/**
 * A data set listed in a CSV with a header. Columns `file` and `label` are needed; `source` or `generator` gives
 * the source, `group` the group; every other column becomes an attribute (`source` and `generator` too). Labels
 * are `real` and `fake`, by name. Paths are taken from the CSV's own folder and may not leave it.
 */
export interface CsvSpec {
  csv: string;
  /** Allow absolute paths, `..` and links that lead out of the CSV's folder. Default false. */
  allowOutside?: boolean;
  /** Names of the columns, where they are not `file` and `label`. */
  columns?: { file?: string; label?: string };
}

interface Listed {
  id: string;
  file: string;
  label: Label;
  row: CsvRow;
}

/** Reads a data set from a CSV. Throws as `loadDataset`. */
export async function loadCsv(spec: CsvSpec): Promise<Dataset> {
  const { header, rows } = await readCsv(spec.csv);
  const root = dirname(resolve(spec.csv));
  const fileColumn = columnIndex(header, spec.columns?.file ?? 'file', spec.csv);
  const labelColumn = columnIndex(header, spec.columns?.label ?? 'label', spec.csv);
  requireLabels(rows, labelColumn, spec.csv);
  const skipped: SkippedFile[] = [];
  const listed = new Map<string, Listed>();
  for (const row of rows) {
    const label = row.cells[labelColumn]!.trim().toLowerCase() as Label;
    const found = { ...locate(row, fileColumn, root, spec), label, row };
    const before = listed.get(found.file);
    if (before === undefined) {
      listed.set(found.file, found);
    } else if (before.label === label) {
      const message = `Line ${row.line} lists the file again; line ${before.row.line} is counted.`;
      skipped.push({ id: found.id, code: 'E_DATASET_DUPLICATE_COPY', message });
    } else {
      const lines = `lines ${before.row.line} and ${row.line} of ${quoteName(spec.csv)}`;
      throw new AssayError(
        'E_CSV_LABEL',
        `${quoteName(found.id)} is both real and fake in ${lines}. Keep one label.`,
      );
    }
  }
  const inside: Listed[] = [];
  const home = await realpath(root);
  for (const item of listed.values()) {
    if (spec.allowOutside || (await staysInside(item.file, home))) inside.push(item);
    else {
      const message =
        'The file is a link out of the folder of the CSV; allow that (allowOutside) if you trust it.';
      skipped.push({ id: item.id, code: 'E_DATASET_LINK', message });
    }
  }
  const samples: SizedSample[] = [];
  const probes = await probeFiles(inside);
  probes.forEach(({ size, skip }, i) => {
    const { id, file, label, row } = inside[i]!;
    if (skip) skipped.push({ id, ...skip });
    else
      samples.push({
        size,
        sample: { id, file, label, ...details(header, row, [fileColumn, labelColumn], label) },
      });
  });
  const { kept, copies } = await setAsideCopies(samples);
  return { root, samples: kept.sort(byId), skipped: [...skipped, ...copies].sort(byId) };
}

function requireLabels(rows: readonly CsvRow[], column: number, csv: string): void {
  const wrong = rows.filter((row) => !/^(real|fake)$/i.test((row.cells[column] ?? '').trim()));
  if (wrong.length === 0) return;
  const values = [...new Set(wrong.map((row) => row.cells[column] ?? ''))];
  const shown =
    values.slice(0, 8).map(quoteName).join(', ') + (values.length > 8 ? `, … (${values.length} in all)` : '');
  const message = `${wrong.length} rows of ${quoteName(csv)} have a label other than real or fake: ${shown}, first in line ${wrong[0]!.line}.`;
  throw new AssayError(
    'E_CSV_LABEL',
    `${message} Write real or fake; numbers mean different things in different sets.`,
  );
}

function locate(row: CsvRow, column: number, root: string, spec: CsvSpec): { id: string; file: string } {
  const name = row.cells[column] ?? '';
  const where = `line ${row.line} of ${quoteName(spec.csv)}`;
  if (name.trim() === '')
    throw new AssayError('E_CSV_PATH', `There is no file name in ${where}. Name one or drop the row.`);
  const file = resolve(root, name);
  const path = relative(root, file);
  const leaves = !isInside(file, root);
  if (leaves && !spec.allowOutside) {
    const message = `${quoteName(name)} in ${where} lies outside the folder of the CSV.`;
    throw new AssayError(
      'E_CSV_PATH',
      `${message} Move the CSV above the pictures, or allow outside paths (allowOutside).`,
    );
  }
  return { id: (leaves ? name : path).split(sep).join('/'), file };
}

async function staysInside(file: string, home: string): Promise<boolean> {
  const real = await realpath(file).catch(() => undefined);
  return real === undefined || real.startsWith(home.endsWith(sep) ? home : home + sep);
}

/** Source, group and attributes of a row. A fake's source is its generator, a real's its collection, where both are given. */
function details(
  header: readonly string[],
  row: CsvRow,
  used: readonly number[],
  label: Label,
): Partial<Sample> {
  const given = header
    .map((name, i): [name: string, value: string] => [name, used.includes(i) ? '' : (row.cells[i] ?? '')])
    .filter(([, value]) => value !== '');
  const column = (wanted: string) => given.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const [generator, collection, group] = [column('generator'), column('source'), column('group')];
  const source = label === 'fake' ? (generator ?? collection) : (collection ?? generator);
  const attributes = Object.fromEntries(given.filter(([name]) => name.toLowerCase() !== 'group'));
  return {
    ...(source === undefined ? {} : { source }),
    ...(group === undefined ? {} : { group }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
}
