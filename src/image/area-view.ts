import type { Image } from './image.js';
import { resizeLinear } from './resize-linear.js';
import { requireSize } from './size.js';

/**
 * All of a picture as a square of `size` pixels in which nothing aliases: along each side as many pixels as go whole
 * into a pixel of the square are averaged first (the middle of the picture; what is left over at the edges, less than a
 * half of such a block, is cut off), and `resizeLinear` does the rest. The view of a view is the view itself.
 * Throws E_ARGUMENT for a size that is not whole and positive.
 */
export function areaView(image: Image, size: number): Image {
  requireSize(size, size);
  return resizeLinear(blockMeans(image, size), size, size);
}

/** Means of the largest blocks of whole pixels of which at least `size` go along each side, halves up. */
function blockMeans(image: Image, size: number): Image {
  const [blockX, blockY] = [image.width, image.height].map((side) =>
    Math.max(1, Math.floor(side / size)),
  ) as [number, number];
  const area = blockX * blockY;
  if (area === 1) return image;
  const width = Math.floor(image.width / blockX);
  const height = Math.floor(image.height / blockY);
  const left = (image.width - width * blockX) >> 1;
  const top = (image.height - height * blockY) >> 1;
  const { data: pixels } = image;
  const stride = image.width * 3;
  const data = new Uint8Array(width * height * 3);
  const half = area >> 1;
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [r, g, b] = [half, half, half];
      let start = (top + y * blockY) * stride + (left + x * blockX) * 3;
      for (let row = 0; row < blockY; row++, start += stride) {
        for (let from = start; from < start + blockX * 3; from += 3) {
          r += pixels[from]!;
          g += pixels[from + 1]!;
          b += pixels[from + 2]!;
        }
      }
      data[to++] = r / area;
      data[to++] = g / area;
      data[to++] = b / area;
    }
  }
  return { width, height, data };
}
