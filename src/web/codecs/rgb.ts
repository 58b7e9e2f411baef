import { dropAlpha } from '../../image/alpha.js';
import type { Image } from '../../image/image.js';

/** Red, green and blue of a browser's pixels, and whether any was not opaque. */
export function fromImageData({ width, height, data }: ImageData): { image: Image; isTransparent: boolean } {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const { data: rgb, isTransparent } = dropAlpha(bytes, 4);
  return { image: { width, height, data: rgb }, isTransparent };
}

/** Opaque pixels for a browser's codec or canvas. */
export function toImageData({ width, height, data: rgb }: Image): ImageData {
  const image = new ImageData(width, height);
  for (let i = 0, from = 0; i < image.data.length; i += 4, from += 3) {
    image.data[i] = rgb[from]!;
    image.data[i + 1] = rgb[from + 1]!;
    image.data[i + 2] = rgb[from + 2]!;
    image.data[i + 3] = 255;
  }
  return image;
}
