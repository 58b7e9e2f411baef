import { CELLS, GRID, type Patch, sampleWindow } from './patch.js';
import { GREY_SIDE, type Window } from './signature.js';

const cells = new Float32Array(CELLS);

/**
 * Moves and scales a window over `grey` to where it correlates best with `part` (hill climbing with halving
 * steps, proportions kept), and returns it; null as soon as it is plain that nothing will come of it.
 */
export function alignWindow(part: Patch, grey: Uint8Array, start: Window): Window | null {
  let best = start;
  for (let step = 2; step >= 0.25; step /= 2) {
    // A quarter of the cells is enough while the steps are wide.
    const every = step >= 1 ? 2 : 1;
    let score = greyScore(part, grey, best, every);
    if (score < (step === 2 ? HOPELESS_AT_START : HOPELESS)) return null;
    for (let round = 0; round < 4; round++) {
      const before = score;
      for (const [dx, dy, grow] of MOVES) {
        const moved = moveWindow(best, dx * step, dy * step, grow * step);
        if (moved === null) continue;
        const found = greyScore(part, grey, moved, every);
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

/** Correlation of the part with the window over every `every`-th row and column. */
function greyScore(part: Patch, grey: Uint8Array, window: Window, every: number): number {
  sampleWindow(grey, window, cells, every);
  let count = 0;
  let [sumA, sumB, squaresA, squaresB, product] = [0, 0, 0, 0, 0];
  for (let row = 0; row < GRID; row += every) {
    for (let k = row * GRID; k < (row + 1) * GRID; k += every) {
      const [a, b] = [part[k]!, cells[k]!];
      count++;
      sumA += a;
      sumB += b;
      squaresA += a * a;
      squaresB += b * b;
      product += a * b;
    }
  }
  const covariance = product - (sumA * sumB) / count;
  const norm = Math.sqrt((squaresA - (sumA * sumA) / count) * (squaresB - (sumB * sumB) / count));
  return norm > 1e-6 ? covariance / norm : 0;
}
