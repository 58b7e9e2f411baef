import { applyTaps, linearTaps } from './linear-taps.js';
import type { Image } from './image.js';
import { isExactHalf, resizeHalf } from './resize-half.js';
import { requireSize } from './size.js';

/**
 * Resizes interleaved 8-bit pixels (any number of channels) exactly as OpenCV's
 * `cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR)` does, bit for bit (OpenCV 4.x without
 * IPP; no antialiasing). The same code runs in Node and in the browser. The arithmetic:
 *
 * 1. Same size: a copy. Exactly half in both directions: the rounded mean of each 2 × 2 block,
 *    `(a + b + c + d + 2) >> 2`.
 * 2. Else, for output index `d` of an axis of `from` inputs and `to` outputs, in double precision
 *    `scale = 1 / (to / from)`, then `f = float32((d + 0.5) * scale - 0.5)`, `s = floor(f)`,
 *    `f = float32(f - s)`. Weights `w1 = round(float32(f) * 2048)`, `w0 = round(float32(1 - f) * 2048)`, halves
 *    to even. Along x an `s` below 0 becomes `s = 0, f = 0`, and one at or beyond the last column
 *    `s = from - 1, f = 0`. Along y `f` is kept and the rows `s` and `s + 1` are clamped to the picture.
 * 3. Along x, exact integers: `h = p[s] * w0 + p[s + 1] * w1` (at most 255 · 2048).
 * 4. Along y, with arithmetic shifts (each product loses its low 16 bits before the sum):
 *    `out = (((w0 * (h0 >> 4)) >> 16) + ((w1 * (h1 >> 4)) >> 16) + 2) >> 2`.
 *
 * Throws E_ARGUMENT for a size that is not whole and positive.
 */
export function resizeLinear(image: Image, width: number, height: number): Image {
  requireSize(width, height);
  if (width === image.width && height === image.height) return { width, height, data: image.data.slice() };
  if (isExactHalf(image, width, height)) return resizeHalf(image);
  return applyTaps(image, linearTaps(image.width, width, true), linearTaps(image.height, height, false));
}
