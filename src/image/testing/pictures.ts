import { createHash } from 'node:crypto';
import type { Image } from '../image.js';

/**
 * A picture of noise that is the same in any language: the top bytes of the generator
 * `x = (1664525 x + 1013904223) mod 2³²` begun at 1.
 */
export function noisePicture(width: number, height: number, channels = 3): Image {
  const data = new Uint8Array(width * height * channels);
  let x = 1;
  for (let i = 0; i < data.length; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    data[i] = x >>> 24;
  }
  return { width, height, data };
}

/** A smooth picture that JPEG keeps nearly as it is; `seed` shifts its colours. */
export function smoothPicture(width: number, height: number, seed = 0): Image {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[to++] = 40 + (((x * 170) / width + seed * 29) % 200);
      data[to++] = 30 + (y * 190) / height;
      data[to++] = 128 + 100 * Math.sin((x + y + seed * 5) / 9);
    }
  }
  return { width, height, data };
}

/** The first 16 hexadecimal digits of the SHA-256 of some bytes. */
export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

/** The largest difference between two pictures of one size. */
export function worstDifference(a: Image, b: Image): number {
  if (a.width !== b.width || a.height !== b.height) return Infinity;
  return a.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b.data[i]!)), 0);
}
