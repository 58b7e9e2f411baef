import type { Image } from '../../image/image.js';

/** Turns and mirrors a picture as its EXIF orientation (1–8) asks: what a viewer shows upright. */
export function applyOrientation(image: Image, orientation: number): Image {
  if (orientation < 2 || orientation > 8) return image;
  const { width, height, data } = image;
  const isTurned = orientation >= 5;
  const [outWidth, outHeight] = isTurned ? [height, width] : [width, height];
  const out = new Uint8Array(data.length);
  const flipsX = [2, 3, 7, 8].includes(orientation);
  const flipsY = [3, 4, 6, 7].includes(orientation);
  for (let y = 0, to = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++, to += 3) {
      // The stored place of what is shown at (x, y): axes swapped first, then mirrored.
      const [u, v] = isTurned ? [y, x] : [x, y];
      const from = ((flipsY ? height - 1 - v : v) * width + (flipsX ? width - 1 - u : u)) * 3;
      out[to] = data[from]!;
      out[to + 1] = data[from + 1]!;
      out[to + 2] = data[from + 2]!;
    }
  }
  return { width: outWidth, height: outHeight, data: out };
}
