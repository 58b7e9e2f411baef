import type { MeasuredSample } from '../facts/gather.js';

/** Rows whose files are equal, each list ascending. */
export interface ExactGroups {
  /** The same bytes. */
  sameBytes: number[][];
  /** The same pixels in files of different bytes: one row for each distinct file. */
  samePixels: number[][];
}

/** Groups samples of equal bytes, and distinct files of equal decoded pixels. */
export function findExactGroups(measured: readonly MeasuredSample[]): ExactGroups {
  const byBytes = new Map<string, number[]>();
  measured.forEach(({ sha256 }, row) => push(byBytes, sha256, row));
  const byPixels = new Map<string, number[]>();
  for (const rows of byBytes.values()) push(byPixels, measured[rows[0]!]!.record.pixels, rows[0]!);
  const several = (groups: Map<string, number[]>): number[][] =>
    [...groups.values()].filter((rows) => rows.length > 1);
  return { sameBytes: several(byBytes), samePixels: several(byPixels) };
}

function push(groups: Map<string, number[]>, key: string, row: number): void {
  const rows = groups.get(key);
  if (rows === undefined) groups.set(key, [row]);
  else rows.push(row);
}
