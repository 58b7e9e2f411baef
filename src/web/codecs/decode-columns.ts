import type { RasterView } from '../../provenance/generators/stealth.js';
import { sniffFormat } from '../../image/sniff.js';
import { decodeFormat } from './decode-format.js';

/** `decodeColumns` of Node for a browser: the first columns of a lossless picture, with its alpha. */
export async function decodeColumns(bytes: Uint8Array, width: number, height: number): Promise<RasterView> {
  const sniffed = sniffFormat(bytes);
  if (!sniffed || !('format' in sniffed)) throw new Error('no picture');
  const { image } = await decodeFormat(bytes, sniffed.format);
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = y * image.width * 4;
    data.set(image.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { width, height, channels: 4, data };
}
