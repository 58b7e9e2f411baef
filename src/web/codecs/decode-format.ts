import type { ImageFormat } from '../../image/image.js';
import { decodeJpegBytes } from './jpeg.js';

/** Pixels as stored, and what the codec said of faults it passed over. */
export interface Decoded {
  image: ImageData;
  faults: string[];
}

/** Decodes bytes of a known format with the codec for it; each is loaded at its first use. */
export async function decodeFormat(bytes: Uint8Array, format: ImageFormat): Promise<Decoded> {
  switch (format) {
    case 'jpeg':
      return decodeJpegBytes(bytes);
    case 'png':
      return whole((await import('@jsquash/png/decode.js')).decode(bytes.slice().buffer));
    case 'webp':
      return whole((await import('@jsquash/webp/decode.js')).default(bytes.slice().buffer));
    case 'avif':
      return whole((await import('@jsquash/avif/decode.js')).default(bytes.slice().buffer));
    case 'gif':
      return whole(throughCanvas(bytes, 'image/gif'));
    case 'tiff':
      throw new Error('not supported: TIFF is read by the command line only');
  }
}

async function whole(image: ImageData | null | Promise<ImageData | null>): Promise<Decoded> {
  const decoded = await image;
  if (!decoded) throw new Error('the codec gave no picture');
  return { image: decoded, faults: [] };
}

/** GIF is lossless and knows no half-transparent pixels, so the browser's own decoder gives its stored colours. */
async function throughCanvas(bytes: Uint8Array, type: string): Promise<ImageData> {
  const bitmap = await createImageBitmap(new Blob([bytes.slice()], { type }), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  });
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}
