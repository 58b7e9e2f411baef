import { CORNER_SIDE } from '../facts/pixel-facts.js';

/** Values of one corner patch. */
export const CORNER_CELLS = CORNER_SIDE ** 2;
/** Patches of weaker edges (root mean square of the Laplacian) hold no mark that could be seen. */
const FLAT = 2;
/** The largest value of a pattern: what one very bright cell can say at most. */
const CEILING = 6;
/** Patterns are kept as bytes in steps of this. */
const STEP = CEILING / 127;

/**
 * The four-neighbour Laplacian of a corner patch, scaled to a root mean square of about 1, in steps of STEP; 0 on
 * the rim. Drawn edges show in it; light that falls off towards the corner, and out-of-focus shapes that often
 * stand there, do not.
 */
export type Pattern = Int8Array;

/** Turns one corner's luma into a pattern; all zero where the corner is flat. */
export function toPattern(corner: Uint8Array): Pattern {
  const edges = new Int16Array(CORNER_CELLS);
  let squares = 0;
  for (let y = 1; y < CORNER_SIDE - 1; y++) {
    for (let at = y * CORNER_SIDE + 1; at < (y + 1) * CORNER_SIDE - 1; at++) {
      const around =
        corner[at - CORNER_SIDE]! + corner[at - 1]! + corner[at + 1]! + corner[at + CORNER_SIDE]!;
      edges[at] = around - 4 * corner[at]!;
      squares += edges[at]! ** 2;
    }
  }
  const scale = Math.sqrt(squares / CORNER_CELLS);
  const pattern = new Int8Array(CORNER_CELLS);
  if (scale < FLAT) return pattern;
  for (let k = 0; k < CORNER_CELLS; k++) {
    pattern[k] = Math.round(Math.max(-CEILING, Math.min(CEILING, edges[k]! / scale)) / STEP);
  }
  return pattern;
}

/** Correlation (about zero) of a pattern with a template; 0 where either is empty. */
export function matchPattern(pattern: Pattern, template: Float64Array): number {
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let k = 0; k < CORNER_CELLS; k++) {
    product += pattern[k]! * template[k]!;
    squaresA += pattern[k]! ** 2;
    squaresB += template[k]! ** 2;
  }
  return squaresA === 0 || squaresB === 0 ? 0 : product / Math.sqrt(squaresA * squaresB);
}

/** Sum of patterns over rows. */
export function sumPatterns(patterns: readonly Pattern[], rows: Iterable<number>): Float64Array {
  const sum = new Float64Array(CORNER_CELLS);
  for (const row of rows) {
    const pattern = patterns[row]!;
    for (let k = 0; k < CORNER_CELLS; k++) sum[k]! += pattern[k]!;
  }
  return sum;
}
