/** What a cell may hold; null and undefined are written as empty cells. */
export type CsvCell = string | number | boolean | null | undefined;

/** One column: its header and the cell of a row. */
export interface CsvColumn<Row> {
  header: string;
  value: (row: Row) => CsvCell;
}

/** How a table is written. */
export interface CsvOptions {
  /**
   * Puts an apostrophe before text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`,
   * `@`, tab or carriage return). Off by default, because it changes the text: use it for files that people
   * open in a spreadsheet, not for those that programs read back. Numbers are never touched.
   */
  formulaSafe?: boolean;
}

/**
 * A CSV table with a header line, quoted as RFC 4180 has it; lines end with a line feed. Numbers are written
 * in the fewest digits that read back to the same double.
 */
export function formatCsv<Row>(
  rows: Iterable<Row>,
  columns: readonly CsvColumn<Row>[],
  options: CsvOptions = {},
): string {
  const lines = [
    formatCsvLine(
      columns.map((column) => column.header),
      options,
    ),
  ];
  for (const row of rows) {
    lines.push(
      formatCsvLine(
        columns.map((column) => column.value(row)),
        options,
      ),
    );
  }
  return lines.join('');
}

/** One line of CSV with its line feed, for tables that are written while they grow. */
export function formatCsvLine(cells: readonly CsvCell[], { formulaSafe = false }: CsvOptions = {}): string {
  return `${cells.map((cell) => formatCell(cell, formulaSafe)).join(',')}\n`;
}

function formatCell(cell: CsvCell, formulaSafe: boolean): string {
  if (cell === null || cell === undefined) return '';
  // String(-0) would lose the sign.
  if (typeof cell !== 'string') return Object.is(cell, -0) ? '-0' : String(cell);
  const text = formulaSafe && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
