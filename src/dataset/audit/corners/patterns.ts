import { CORNER_SIDE } from '../facts/pixel-facts.js';

/** Values of one corner patch. */
export const CORNER_CELLS = CORNER_SIDE ** 2;
/** Patches of less fine structure (root mean square, of 255) hold no mark that could be seen. */
const FLAT = 1;
/** The largest value of a pattern: what one very bright cell can say at most. */
const CEILING = 6;
/** Patterns are kept as bytes in steps of this. */
const STEP = CEILING / 127;

/** A corner patch without its coarse light and shade, scaled to a root mean square of about 1, in steps of STEP. */
export type Pattern = Int8Array;

/** Turns one corner's luma into a pattern; all zero where the corner is flat. */
export function toPattern(corner: Uint8Array): Pattern {
  const fine = new Float32Array(CORNER_CELLS);
  let squares = 0;
  const means = localMeans(corner);
  for (let k = 0; k < CORNER_CELLS; k++) {
    fine[k] = corner[k]! - means[k]!;
    squares += fine[k]! ** 2;
  }
  const scale = Math.sqrt(squares / CORNER_CELLS);
  const pattern = new Int8Array(CORNER_CELLS);
  if (scale < FLAT) return pattern;
  for (let k = 0; k < CORNER_CELLS; k++) {
    pattern[k] = Math.round(Math.max(-CEILING, Math.min(CEILING, fine[k]! / scale)) / STEP);
  }
  return pattern;
}

/** Means over the 9 × 9 neighbourhoods, cut at the edges of the patch (by a table of sums). */
function localMeans(corner: Uint8Array): Float32Array {
  const side = CORNER_SIDE + 1;
  const sums = new Float64Array(side * side);
  for (let y = 1; y < side; y++) {
    for (let x = 1; x < side; x++) {
      const own = corner[(y - 1) * CORNER_SIDE + x - 1]!;
      sums[y * side + x] =
        own + sums[(y - 1) * side + x]! + sums[y * side + x - 1]! - sums[(y - 1) * side + x - 1]!;
    }
  }
  const means = new Float32Array(CORNER_CELLS);
  for (let y = 0; y < CORNER_SIDE; y++) {
    const [top, bottom] = [Math.max(0, y - 4), Math.min(CORNER_SIDE, y + 5)];
    for (let x = 0; x < CORNER_SIDE; x++) {
      const [left, right] = [Math.max(0, x - 4), Math.min(CORNER_SIDE, x + 5)];
      const sum =
        sums[bottom * side + right]! -
        sums[top * side + right]! -
        sums[bottom * side + left]! +
        sums[top * side + left]!;
      means[y * CORNER_SIDE + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return means;
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
