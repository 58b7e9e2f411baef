import type { Image } from './image.js';

/**
 * Means of blocks of `blockX` × `blockY` whole pixels, halves up: the middle of the picture, what is left over at the
 * edges, less than a block, cut off. The picture itself for blocks of one pixel.
 */
export function blockMeans(image: Image, blockX: number, blockY: number): Image {
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
