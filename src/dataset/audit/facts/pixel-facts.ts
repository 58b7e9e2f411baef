import type { Image } from '../../../image/image.js';
import { resizeArea } from '../../../image/resize-area.js';
import { GREY_SIDE } from '../duplicates/signature.js';
import type { FACTS, FactName } from './names.js';

type PixelFactName = { [N in FactName]: (typeof FACTS)[N]['header'] extends true ? never : N }[FactName];

/** What is measured on the decoded pixels of one file. */
export interface PixelMeasures {
  facts: Record<PixelFactName, number>;
  /** GREY_SIDE × GREY_SIDE luma of the whole picture, squashed to a square. */
  grey: Uint8Array;
  /** CORNER_SIDE × CORNER_SIDE luma of each corner: top left, top right, bottom left, bottom right. */
  corners: Uint8Array;
}

/** Side of a stored corner patch. */
export const CORNER_SIDE = 24;
/** A corner is this many pixels of the picture wide and high, and no more than a quarter of its shorter side. */
const CORNER_PIXELS = 128;
/** A side counts as a border where its outermost row of luma stays within this range. */
const BORDER_RANGE = 8;

/** Measures brightness, sharpness, borders and the small pictures that later steps compare. */
export function measurePixels(image: Image): PixelMeasures {
  const { width, height } = image;
  const luma = toLuma(image);
  const { brightness, contrast } = moments(luma);
  return {
    facts: {
      brightness,
      contrast,
      sharpness: laplacianVariance(luma, width, height),
      border: countBorders(luma, width, height),
    },
    grey: shrink(luma, width, 0, 0, width, height, GREY_SIDE),
    corners: cutCorners(luma, width, height),
  };
}

/** Luma as OpenCV's COLOR_RGB2GRAY rounds it (14-bit fixed point of ITU-R BT.601). */
function toLuma({ data, width, height }: Image): Uint8Array {
  const luma = new Uint8Array(width * height);
  for (let to = 0, from = 0; to < luma.length; to++, from += 3) {
    luma[to] = (data[from]! * 4899 + data[from + 1]! * 9617 + data[from + 2]! * 1868 + 8192) >> 14;
  }
  return luma;
}

function moments(luma: Uint8Array): { brightness: number; contrast: number } {
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < luma.length; k++) {
    const value = luma[k]!;
    sum += value;
    squares += value * value;
  }
  const brightness = sum / luma.length;
  return { brightness, contrast: Math.sqrt(Math.max(0, squares / luma.length - brightness ** 2)) };
}

/** Variance of the four-neighbour Laplacian over all pixels that have four neighbours; 0 where none has. */
function laplacianVariance(luma: Uint8Array, width: number, height: number): number {
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    const end = (y + 1) * width - 1;
    for (let at = y * width + 1; at < end; at++) {
      const value = luma[at - width]! + luma[at - 1]! + luma[at + 1]! + luma[at + width]! - 4 * luma[at]!;
      sum += value;
      squares += value * value;
    }
  }
  const count = Math.max(0, width - 2) * Math.max(0, height - 2);
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

function countBorders(luma: Uint8Array, width: number, height: number): number {
  const isPlain = (start: number, step: number, count: number): boolean => {
    let low = 255;
    let high = 0;
    for (let k = 0, at = start; k < count; k++, at += step) {
      low = Math.min(low, luma[at]!);
      high = Math.max(high, luma[at]!);
    }
    return high - low <= BORDER_RANGE;
  };
  return [
    isPlain(0, 1, width),
    isPlain((height - 1) * width, 1, width),
    isPlain(0, width, height),
    isPlain(width - 1, width, height),
  ].filter(Boolean).length;
}

function cutCorners(luma: Uint8Array, width: number, height: number): Uint8Array {
  const side = Math.max(1, Math.min(CORNER_PIXELS, Math.floor(Math.min(width, height) / 4)));
  const corners = new Uint8Array(4 * CORNER_SIDE ** 2);
  [0, height - side].forEach((y, row) => {
    [0, width - side].forEach((x, column) => {
      const patch = shrink(luma, width, x, y, side, side, CORNER_SIDE);
      corners.set(patch, (row * 2 + column) * CORNER_SIDE ** 2);
    });
  });
  return corners;
}

/**
 * Scales a rectangle of luma to a square by area averaging: first whole blocks to about three times the side,
 * which is fast, then exactly.
 */
function shrink(
  luma: Uint8Array,
  stride: number,
  x: number,
  y: number,
  width: number,
  height: number,
  side: number,
): Uint8Array {
  const blockX = Math.max(1, Math.floor(width / (3 * side)));
  const blockY = Math.max(1, Math.floor(height / (3 * side)));
  const columns = Math.floor(width / blockX);
  const rows = Math.floor(height / blockY);
  // What no whole block covers is left out in equal parts on both sides.
  const left = x + ((width - columns * blockX) >> 1);
  const top = y + ((height - rows * blockY) >> 1);
  const data = new Uint8Array(columns * rows);
  const sums = new Uint32Array(columns);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let dy = 0; dy < blockY; dy++) {
      let at = (top + row * blockY + dy) * stride + left;
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let dx = 0; dx < blockX; dx++) sum += luma[at++]!;
        sums[column]! += sum;
      }
    }
    for (let column = 0; column < columns; column++) {
      data[row * columns + column] = Math.round(sums[column]! / (blockX * blockY));
    }
  }
  return resizeArea({ width: columns, height: rows, data }, side, side).data;
}
