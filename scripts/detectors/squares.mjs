// The table of squares that cut.mjs and align.mjs write.
import { writeFile } from 'node:fs/promises';
import { formatCsv } from '../../dist/report/csv.js';

const COLUMNS = ['file', 'label', 'source', 'picture'];

/** Writes rows of file, label, source and picture. */
export function writeSquares(path, rows) {
  return writeFile(path, formatCsv(rows, COLUMNS.map((header) => ({ header, value: (row) => row[header] })))); // prettier-ignore
}
