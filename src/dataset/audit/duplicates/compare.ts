import { CELLS, GRID, normalise, type Patch } from './patch.js';

/** How alike two patches are, −1..1: as grey pictures, and in their fine structure alone. */
export interface Likeness {
  grey: number;
  fine: number;
  /** Over how many of the 1024 cells the fine structure of the plainer one is spread (inverse participation). */
  spread: number;
}

/**
 * Whether two pictures are the same picture. Grey correlation alone calls any two sunsets, or two faces
 * aligned alike, the same; structure of two to four cells (a sixteenth to an eighth of the side) tells them
 * apart. The second pair of bounds is for copies whose light or contrast was changed. Where there is little to
 * compare, such as a single edge, only all but equal pictures count.
 */
export function isSamePicture({ grey, fine, spread }: Likeness): boolean {
  if (spread < 100) return grey >= 0.97 && fine >= 0.9;
  return (grey >= 0.9 && fine >= 0.6) || (grey >= 0.75 && fine >= 0.85);
}

/** How alike two patches are; fine structure is only looked at where the grey pictures allow a likeness. */
export function compare(a: Patch, b: Patch): Likeness {
  const grey = dot(a, b);
  if (grey < 0.75) return { grey, fine: 0, spread: 0 };
  const [fineA, fineB] = [fineOf(a), fineOf(b)];
  return { grey, fine: dot(fineA, fineB), spread: Math.min(spreadOf(fineA), spreadOf(fineB)) };
}

/** What is left of a patch without its coarse structure, norm 1. */
function fineOf(patch: Patch): Float32Array {
  const fine = blur(patch);
  for (let k = 0; k < CELLS; k++) fine[k] = patch[k]! - fine[k]!;
  return normalise(fine);
}

function spreadOf(fine: Float32Array): number {
  let fourth = 0;
  for (let k = 0; k < CELLS; k++) {
    const square = fine[k]! * fine[k]!;
    fourth += square * square; // ** 4 is many times slower
  }
  return fourth > 0 ? 1 / fourth : 0;
}

/** Binomial blur of five taps each way (σ = 1 cell), edges repeated. */
function blur(values: Float32Array): Float32Array {
  const across = new Float32Array(CELLS);
  const out = new Float32Array(CELLS);
  pass(values, across, 1, GRID);
  pass(across, out, GRID, 1);
  return out;
}

function pass(from: Float32Array, to: Float32Array, step: number, line: number): void {
  const last = GRID - 1;
  for (let a = 0; a < GRID; a++) {
    const start = a * line;
    for (let b = 0; b < GRID; b++) {
      const l2 = from[start + (b > 2 ? b - 2 : 0) * step]!;
      const l1 = from[start + (b > 1 ? b - 1 : 0) * step]!;
      const r1 = from[start + (b < last ? b + 1 : last) * step]!;
      const r2 = from[start + (b < last - 1 ? b + 2 : last) * step]!;
      to[start + b * step] = (l2 + 4 * (l1 + r1) + 6 * from[start + b * step]! + r2) / 16;
    }
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < CELLS; k++) sum += a[k]! * b[k]!;
  return sum;
}
