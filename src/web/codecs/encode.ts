import { AssayError } from '../../errors.js';
import type { Subsampling } from '../../image/encode.js';
import type { Image } from '../../image/image.js';
import { encodeByCanvas, isCanvasLibjpeg } from './canvas-jpeg.js';
import { decodeJpegBytes, encodeJpegBytes } from './jpeg.js';
import { fromImageData, toImageData } from './rgb.js';

/**
 * `encodeJpeg` of Node for a browser: with 4:2:0 by the browser's own encoder where it is libjpeg as in Node, bit for
 * bit; else by MozJPEG's, which has the same tables but chooses among coefficients (trellis).
 */
export async function encodeJpeg(
  image: Image,
  {
    quality = 90,
    subsampling = '4:2:0' as Subsampling,
  }: { quality?: number; subsampling?: Subsampling } = {},
): Promise<Uint8Array> {
  if (subsampling === '4:2:0' && quality < 100 && (await isCanvasLibjpeg())) {
    return encodeByCanvas(image, quality);
  }
  return encodeJpegBytes(toImageData(image), quality, subsampling === '4:4:4');
}

/** The picture as it is after a save and a load as JPEG. */
export async function throughJpeg(image: Image, options: Parameters<typeof encodeJpeg>[1]): Promise<Image> {
  return fromImageData((await decodeJpegBytes(await encodeJpeg(image, options))).image).image;
}

/** The picture as it is after a save and a load as WebP. */
export async function throughWebp(image: Image, { quality = 80 }: { quality?: number }): Promise<Image> {
  const [{ default: encode }, { default: decode }] = await Promise.all([
    import('@jsquash/webp/encode.js'),
    import('@jsquash/webp/decode.js'),
  ]);
  return fromImageData(await decode(await encode(toImageData(image), { quality }))).image;
}

/** The browser's own PNG: the same pixels in other bytes than Node's. */
export async function encodePng(image: Image): Promise<Uint8Array> {
  const { width, height, data } = image;
  const canvas = new OffscreenCanvas(width, height);
  const rgb = data.length === width * height ? greyToRgb(data) : data;
  canvas.getContext('2d')!.putImageData(toImageData({ width, height, data: rgb }), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

function greyToRgb(grey: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)]!);
}

/** Nothing here needs these files. */
export function encodeWebp(): never {
  throw new AssayError('E_ARGUMENT', 'WebP files are not written in the browser.');
}
