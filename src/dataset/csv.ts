import { readFile, stat } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { AssayError, type ErrorCode } from '../errors.js';
import { quoteName } from '../files.js';

/** Most bytes of a CSV that are read. */
const MAX_BYTES = 256e6;

/** A row and the line on which it ends, for messages. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/**
 * Reads a CSV with a header (UTF-8, with or without byte-order mark; comma, semicolon or tab, told from the
 * header). Throws E_DATASET_NOT_FOUND, E_FILE_READ, E_CSV_PARSE.
 */
export async function readCsv(path: string): Promise<{ header: string[]; rows: CsvRow[] }> {
  const text = await readText(path);
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count_less: true,
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (cause) {
    const reason = quoteName((cause instanceof Error ? cause.message : String(cause)).slice(0, 160)).slice(
      1,
      -1,
    );
    throw new AssayError(
      'E_CSV_PARSE',
      `${quoteName(path)} is not a well-formed CSV: ${reason}. Mend that line.`,
      { cause },
    );
  }
  const [header, ...rows] = records.map(({ record, info }) => ({ line: info.lines, cells: record }));
  if (header === undefined) {
    throw new AssayError('E_CSV_PARSE', `${quoteName(path)} is empty; a header line was expected.`);
  }
  return { header: header.cells.map((name) => name.trim()), rows };
}

/** The place of a column by name, in any case. Throws the given code (E_CSV_COLUMN) with the names that are there. */
export function columnIndex(
  header: readonly string[],
  name: string,
  path: string,
  code: ErrorCode = 'E_CSV_COLUMN',
): number {
  const index = header.findIndex((found) => found.toLowerCase() === name.toLowerCase());
  if (index >= 0) return index;
  const message = `${quoteName(path)} has no column ${quoteName(name)}; it has ${header.map(quoteName).join(', ')}.`;
  throw new AssayError(code, `${message} Rename a column, or say which one to take.`);
}

/** A cell of a CSV: quoted where it must be (RFC 4180). */
export function csvCell(value: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

async function readText(path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (found.isFile() && found.size <= MAX_BYTES) return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      throw new AssayError('E_FILE_READ', `${quoteName(path)} could not be read (${code}).`, { cause });
    }
    throw new AssayError('E_DATASET_NOT_FOUND', `${quoteName(path)} does not exist. Check the path.`, {
      cause,
    });
  }
  throw new AssayError('E_FILE_READ', `${quoteName(path)} is not a file of at most ${MAX_BYTES} bytes.`);
}

function delimiterOf(text: string): string {
  const [header = ''] = text.split(/\r?\n|\r/, 1);
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}
