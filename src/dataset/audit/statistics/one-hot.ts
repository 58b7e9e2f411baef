import type { FactValue } from '../facts/names.js';
import type { OneHot } from './logistic.js';

/** Values seen in at least this share of the rows get a column of their own … */
const ATOM_SHARE = 0.01;
/** … the most frequent ones only. */
const MAX_ATOMS = 14;
/** The remaining numbers of a column are cut into this many bins of equal mass. */
const BINS = 8;

/**
 * Turns columns of facts into 0/1 columns without looking at labels: one for every frequent value, one for
 * "missing", quantile bins for the remaining numbers, one for the remaining categories. At most about twenty
 * columns a fact.
 */
export function encodeOneHot(columns: readonly (readonly FactValue[])[]): OneHot {
  const rows = columns[0]?.length ?? 0;
  const codes: Uint32Array[] = [];
  let width = 0;
  for (const column of columns) {
    const { code, count } = encodeColumn(column);
    if (count < 2) continue; // one value everywhere tells nothing
    codes.push(code.map((value) => value + width));
    width += count;
  }
  const starts = Uint32Array.from({ length: rows + 1 }, (_, row) => row * codes.length);
  const flat = new Uint32Array(rows * codes.length);
  codes.forEach((code, k) => code.forEach((value, row) => (flat[row * codes.length + k] = value)));
  return { starts, columns: flat, width };
}

function encodeColumn(column: readonly FactValue[]): { code: Uint32Array; count: number } {
  const frequency = new Map<FactValue, number>();
  for (const value of column) frequency.set(value, (frequency.get(value) ?? 0) + 1);
  const atoms = new Map(
    [...frequency]
      .filter(([value, count]) => value === null || count >= Math.max(2, ATOM_SHARE * column.length))
      .sort((a, b) => b[1] - a[1])
      .slice(0, MAX_ATOMS)
      .map(([value], index) => [value, index]),
  );
  const rest = column.filter((value) => !atoms.has(value));
  const numbers = rest.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const cuts = new Set<number>();
  for (let k = 1; k < BINS && numbers.length > 0; k++) {
    cuts.add(numbers[Math.floor((k * numbers.length) / BINS)]!);
  }
  const edges = [...cuts];
  const used = new Map<number, number>();
  const code = new Uint32Array(column.length);
  column.forEach((value, row) => {
    const raw =
      atoms.get(value) ??
      (typeof value === 'number' ? atoms.size + edges.filter((edge) => value >= edge).length : atoms.size);
    let dense = used.get(raw);
    if (dense === undefined) used.set(raw, (dense = used.size));
    code[row] = dense;
  });
  return { code, count: used.size };
}
