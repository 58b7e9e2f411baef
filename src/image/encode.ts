import sharp, { type Sharp } from 'sharp';
import { AssayError } from '../errors.js';
import { decodeImage } from './decode.js';
import type { Image } from './image.js';
import { channelsOf } from './size.js';

/** Chroma subsampling of a JPEG: none, or halved both ways. */
export type Subsampling = '4:4:4' | '4:2:0';

/** Encodes as baseline JPEG with the standard's quantisation tables scaled to `quality` (1–100), as libjpeg does. Throws E_ARGUMENT. */
export function encodeJpeg(
  image: Image,
  {
    quality = 90,
    subsampling = '4:2:0' as Subsampling,
  }: { quality?: number; subsampling?: Subsampling } = {},
): Promise<Uint8Array> {
  requireQuality(quality);
  return encode(image, (raw) => raw.jpeg({ quality, chromaSubsampling: subsampling, optimiseCoding: false }));
}

/** Encodes as lossy WebP of a `quality` of 1–100, or lossless. Throws E_ARGUMENT. */
export function encodeWebp(
  image: Image,
  { quality = 80, lossless = false }: { quality?: number; lossless?: boolean } = {},
): Promise<Uint8Array> {
  requireQuality(quality);
  return encode(image, (raw) => raw.webp({ quality, lossless }));
}

/** Encodes as PNG; lossless. Throws E_ARGUMENT. */
export function encodePng(image: Image): Promise<Uint8Array> {
  return encode(image, (raw) => raw.png());
}

/** The picture as it is after a save and a load as JPEG. */
export async function throughJpeg(image: Image, options: Parameters<typeof encodeJpeg>[1]): Promise<Image> {
  return reload(await encodeJpeg(image, options));
}

/** The picture as it is after a save and a load as WebP. */
export async function throughWebp(image: Image, options: Parameters<typeof encodeWebp>[1]): Promise<Image> {
  return reload(await encodeWebp(image, options));
}

async function reload(bytes: Uint8Array): Promise<Image> {
  const { width, height, data } = await decodeImage(bytes, { maxBytes: Infinity, maxPixels: Infinity });
  return { width, height, data };
}

async function encode(image: Image, format: (raw: Sharp) => Sharp): Promise<Uint8Array> {
  const { width, height, data } = image;
  const channels = channelsOf(image) as 1 | 3;
  const raw = sharp(data, { raw: { width, height, channels }, limitInputPixels: false }).toColourspace(
    channels === 1 ? 'b-w' : 'srgb',
  );
  try {
    const encoded = await format(raw).toBuffer();
    return new Uint8Array(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError('E_ARGUMENT', `A picture of ${width} × ${height} could not be encoded: ${reason}`, {
      cause,
    });
  }
}

function requireQuality(quality: number): void {
  if (Number.isInteger(quality) && quality >= 1 && quality <= 100) return;
  throw new AssayError('E_ARGUMENT', `The quality is ${quality}; a whole number from 1 to 100 was expected.`);
}
