import { GREY_SIDE, TURNS, type Window } from './signature.js';

/** Side of the grids on which two pictures are compared. */
export const GRID = 32;
export const CELLS = GRID * GRID;

/** A GRID × GRID picture scaled to mean 0 and norm 1; all 0 where it is flat. */
export type Patch = Float32Array;

/** The picture (turned by TURNS[turn]) as a patch. */
export function wholePatch(grey: Uint8Array, turn = 0): Patch {
  const half = new Float32Array(CELLS);
  const { transpose, mirrorX, mirrorY } = TURNS[turn]!;
  for (let y = 0; y < GRID; y++) {
    for (let x = 0; x < GRID; x++) {
      const tx = mirrorX ? GRID - 1 - x : x;
      const ty = mirrorY ? GRID - 1 - y : y;
      const at = transpose ? 2 * tx * GREY_SIDE + 2 * ty : 2 * ty * GREY_SIDE + 2 * tx;
      half[y * GRID + x] = grey[at]! + grey[at + 1]! + grey[at + GREY_SIDE]! + grey[at + GREY_SIDE + 1]!;
    }
  }
  return normalise(half);
}

/** A window of the picture, its place in fractions of a pixel, as a patch (bilinear samples). */
export function windowPatch(grey: Uint8Array, window: Window): Patch {
  const cells = new Float32Array(CELLS);
  sampleWindow(grey, window, cells);
  return normalise(cells);
}

const columnAt = new Int32Array(GRID);
const columnShare = new Float32Array(GRID);

/** Writes GRID × GRID bilinear samples of a window to `out`. */
function sampleWindow(grey: Uint8Array, { x, y, width, height }: Window, out: Float32Array): void {
  for (let k = 0; k < GRID; k++) {
    const at = Math.min(GREY_SIDE - 1, Math.max(0, x + ((k + 0.5) * width) / GRID - 0.5));
    columnAt[k] = Math.min(GREY_SIDE - 2, Math.floor(at));
    columnShare[k] = at - columnAt[k]!;
  }
  for (let row = 0; row < GRID; row++) {
    const at = Math.min(GREY_SIDE - 1, Math.max(0, y + ((row + 0.5) * height) / GRID - 0.5));
    const top = Math.min(GREY_SIDE - 2, Math.floor(at));
    const share = at - top;
    for (let k = 0; k < GRID; k++) {
      const from = top * GREY_SIDE + columnAt[k]!;
      const across = columnShare[k]!;
      const upper = grey[from]! + across * (grey[from + 1]! - grey[from]!);
      const lower =
        grey[from + GREY_SIDE]! + across * (grey[from + GREY_SIDE + 1]! - grey[from + GREY_SIDE]!);
      out[row * GRID + k] = upper + share * (lower - upper);
    }
  }
}

/** Scales in place to mean 0 and norm 1; to 0 what has no structure to speak of. */
export function normalise(values: Float32Array): Float32Array {
  let sum = 0;
  for (let k = 0; k < CELLS; k++) sum += values[k]!;
  const mean = sum / CELLS;
  let squares = 0;
  for (let k = 0; k < CELLS; k++) {
    values[k]! -= mean;
    squares += values[k]! ** 2;
  }
  const scale = squares < 1e-6 ? 0 : 1 / Math.sqrt(squares);
  for (let k = 0; k < CELLS; k++) values[k]! *= scale;
  return values;
}
