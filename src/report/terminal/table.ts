import { visibleText } from '../text.js';
import { createStyle } from './ansi.js';
import { fitWidth, padWidth, textWidth } from './width.js';

/** One column of a terminal table. */
export interface TableColumn<Row> {
  header: string;
  value: (row: Row) => string | number | null | undefined;
  /** Numbers and figures belong to the right. Default left. */
  align?: 'left' | 'right';
  /** May be cut in its middle when the table is wider than the terminal; for file names and messages. */
  shrink?: boolean;
  /** Colours a padded cell; the width is not to change. */
  style?: (cell: string, row: Row) => string;
}

/** How a table is set. */
export interface TableOptions {
  /** Columns of the terminal; without it a table may be as wide as it likes. */
  width?: number | undefined;
  /** Bold header; see `wantsColor`. Default false. */
  color?: boolean;
}

const GAP = '  ';
const LEAST_WIDTH = 8;

/**
 * Rows as a table for a terminal, set by the columns that characters really take (CJK, emoji). Cells are
 * untrusted text: control characters and ANSI escapes in them are made visible.
 */
export function formatTable<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  { width, color = false }: TableOptions = {},
): string {
  const cells = rows.map((row) => columns.map((column) => visibleText(String(column.value(row) ?? ''))));
  const widths = fitColumns(columns, cells, width);
  const set = (texts: readonly string[], style: (cell: string, i: number) => string): string =>
    texts
      .map((text, i) => style(padWidth(fitWidth(text, widths[i]!), widths[i]!, columns[i]!.align), i))
      .join(GAP)
      .trimEnd();
  const { bold, dim } = createStyle(color);
  const lines = [
    set(
      columns.map((column) => visibleText(column.header)),
      bold,
    ),
    dim(widths.map((w) => '─'.repeat(w)).join(GAP)),
    ...cells.map((texts, r) => set(texts, (cell, i) => columns[i]!.style?.(cell, rows[r]!) ?? cell)),
  ];
  return `${lines.join('\n')}\n`;
}

function fitColumns<Row>(
  columns: readonly TableColumn<Row>[],
  cells: readonly (readonly string[])[],
  width: number | undefined,
): number[] {
  const widths = columns.map((column, i) =>
    cells.reduce((most, texts) => Math.max(most, textWidth(texts[i]!)), textWidth(column.header)),
  );
  if (width === undefined) return widths;
  let excess = widths.reduce((sum, w) => sum + w + GAP.length, -GAP.length) - width;
  while (excess > 0) {
    // The widest column that may shrink gives way first, down to the width of the next one.
    const order = widths
      .map((w, i) => ({ w, i }))
      .filter(({ w, i }) => columns[i]!.shrink === true && w > LEAST_WIDTH)
      .sort((a, b) => b.w - a.w);
    if (order.length === 0) break;
    const { w, i } = order[0]!;
    const cut = Math.min(excess, Math.max(1, w - (order[1]?.w ?? LEAST_WIDTH)), w - LEAST_WIDTH);
    widths[i] = w - cut;
    excess -= cut;
  }
  return widths;
}
