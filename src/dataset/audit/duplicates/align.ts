import { GRID, type Patch } from './patch.js';
import { GREY_SIDE, type Window } from './signature.js';

/**
 * Moves and scales a window over `grey` to where it correlates best with `part` (hill climbing with halving
 * steps, proportions kept), and returns it; null as soon as it is plain that nothing will come of it.
 */
export function alignWindow(part: Patch, grey: Uint8Array, start: Window): Window | null {
  let best = start;
  for (let step = 2; step >= 0.25; step /= 2) {
    // A quarter of the cells is enough while the steps are wide.
    const every = step >= 1 ? 2 : 1;
    const scorer = createScorer(part, grey, every);
    let score = scorer(best);
    if (score < (step === 2 ? HOPELESS_AT_START : HOPELESS)) return null;
    for (let round = 0; round < 4; round++) {
      const before = score;
      for (const [dx, dy, grow] of MOVES) {
        const moved = moveWindow(best, dx * step, dy * step, grow * step);
        if (moved === null) continue;
        const found = scorer(moved);
        if (found > score) [best, score] = [moved, found];
      }
      if (score === before) break;
    }
  }
  return best;
}

/** Correlations below which an unaligned window, and one aligned to two pixels, are given up. */
const HOPELESS_AT_START = 0.45;
const HOPELESS = 0.75;

const MOVES = [
  [1, 0, 0],
  [-1, 0, 0],
  [0, 1, 0],
  [0, -1, 0],
  [0, 0, 1],
  [0, 0, -1],
] as const;

function moveWindow(window: Window, dx: number, dy: number, grow: number): Window | null {
  const scale = (window.width + grow) / window.width;
  const height = window.height * scale;
  const x = window.x + dx - grow / 2;
  const y = window.y + dy - (height - window.height) / 2;
  const moved = { x, y, width: window.width + grow, height };
  const slack = 1e-6;
  const isInside =
    x >= -slack && y >= -slack && x + moved.width <= GREY_SIDE + slack && y + height <= GREY_SIDE + slack;
  return isInside && Math.min(moved.width, height) >= GREY_SIDE / 3 ? moved : null;
}

const columnAt = new Int32Array(GRID);
const columnShare = new Float64Array(GRID);

/** Correlation of the part with windows, over every `every`-th row and column of bilinear samples. */
function createScorer(part: Patch, grey: Uint8Array, every: number): (window: Window) => number {
  const count = (GRID / every) ** 2;
  let sumA = 0;
  let squaresA = 0;
  for (let row = 0; row < GRID; row += every) {
    for (let k = row * GRID; k < (row + 1) * GRID; k += every) {
      sumA += part[k]!;
      squaresA += part[k]! * part[k]!;
    }
  }
  const varianceA = squaresA - (sumA * sumA) / count;
  return ({ x, y, width, height }) => {
    for (let k = 0; k < GRID; k += every) {
      const at = Math.min(GREY_SIDE - 1, Math.max(0, x + ((k + 0.5) * width) / GRID - 0.5));
      columnAt[k] = Math.min(GREY_SIDE - 2, Math.floor(at));
      columnShare[k] = at - columnAt[k]!;
    }
    let sumB = 0;
    let squaresB = 0;
    let product = 0;
    for (let row = 0; row < GRID; row += every) {
      const at = Math.min(GREY_SIDE - 1, Math.max(0, y + ((row + 0.5) * height) / GRID - 0.5));
      const top = Math.min(GREY_SIDE - 2, Math.floor(at));
      const share = at - top;
      for (let k = 0; k < GRID; k += every) {
        const from = top * GREY_SIDE + columnAt[k]!;
        const across = columnShare[k]!;
        const upper = grey[from]! + across * (grey[from + 1]! - grey[from]!);
        const lower =
          grey[from + GREY_SIDE]! + across * (grey[from + GREY_SIDE + 1]! - grey[from + GREY_SIDE]!);
        const b = upper + share * (lower - upper);
        sumB += b;
        squaresB += b * b;
        product += part[row * GRID + k]! * b;
      }
    }
    const covariance = product - (sumA * sumB) / count;
    const norm = Math.sqrt(varianceA * (squaresB - (sumB * sumB) / count));
    return norm > 1e-6 ? covariance / norm : 0;
  };
}
