import { parse } from 'csv-parse/sync';
import { AssayError } from '../errors.js';
import type { EpochRecord } from '../train/history.js';
import { formatCsv } from './csv.js';

/** A row of `history.csv` as read back: the known figures and any further metrics. */
export type HistoryRow = EpochRecord & Record<string, number>;

const COLUMNS = [
  'epoch',
  'learningRate',
  'loss',
  'accuracy',
  'validationLoss',
  'validationAccuracy',
  'seconds',
] as const satisfies readonly (keyof EpochRecord)[];

/**
 * The epochs of a run as `history.csv`: the known figures first, then any further metrics by name. Numbers
 * are written exactly (`parseHistoryCsv` gives the same doubles back); a metric that an epoch lacks is an
 * empty cell.
 */
export function formatHistoryCsv(history: readonly EpochRecord[]): string {
  const known = new Set<string>(COLUMNS);
  const further = [...new Set(history.flatMap((record) => Object.keys(record)))]
    .filter((name) => !known.has(name))
    .sort();
  return formatCsv(
    history.map((record): Record<string, number> => ({ ...record })),
    [...COLUMNS, ...further].map((header) => ({ header, value: (record) => record[header] })),
  );
}

/**
 * Reads `history.csv` back. Throws E_HISTORY_FORMAT when it is not one: a column missing, a cell that is not
 * a number.
 */
export function parseHistoryCsv(text: string): HistoryRow[] {
  const [header, ...lines] = parseCells(text);
  const missing = COLUMNS.filter((name) => !header?.includes(name));
  if (!header || missing.length > 0) {
    throw notAHistory(`it lacks the column ${missing.join(', ')}`);
  }
  return lines.map((cells, line) => {
    const row: Record<string, number> = {};
    header.forEach((name, i) => {
      const cell = cells[i]!;
      const value = Number(cell);
      const isNumber = cell === 'NaN' || (cell.trim() !== '' && !Number.isNaN(value));
      if (isNumber) row[name] = value;
      else if (cell !== '' || COLUMNS.some((column) => column === name)) {
        throw notAHistory(`line ${line + 2} has "${cell.slice(0, 40)}" under ${name}, expected a number`);
      }
    });
    return row as HistoryRow;
  });
}

function parseCells(text: string): string[][] {
  try {
    return parse(text, { bom: true, skipEmptyLines: true });
  } catch (cause) {
    throw notAHistory(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function notAHistory(reason: string, cause?: unknown): AssayError {
  return new AssayError(
    'E_HISTORY_FORMAT',
    `This is not a training history: ${reason}. Expected the columns ${COLUMNS.join(', ')} as a run writes them.`,
    { cause },
  );
}
