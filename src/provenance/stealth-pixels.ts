import type { Container } from './containers/container.js';
import { decodeColumns } from './decode-columns.js';
import {
  readStealthHeader,
  readStealthText,
  STEALTH_HEADER_BITS,
  stealthPixels,
} from './generators/stealth.js';

/** Pictures with more pixels, or longer sides, are not decoded for this. */
const MAX_PIXELS = 50_000_000;
const MAX_SIDE = 20_000;
/** Deflate cannot pack better than this; a header that claims more pixels than the bytes can hold is a lie. */
const MAX_PACKING = 1_032;

/**
 * Decodes just enough columns of a lossless picture to read text hidden in its lowest bits. Only 8-bit RGB and RGBA
 * PNG and lossless WebP can keep such text. Undefined where there is none, or the picture cannot be decoded.
 */
export async function findStealthText(bytes: Uint8Array, container: Container): Promise<string | undefined> {
  if (!isLossless(container) || !isDecodable(container, bytes.length)) return undefined;
  const { width = 0, height = 0 } = container;
  try {
    const columns = (pixels: number): number => Math.min(width, Math.ceil(pixels / height));
    const first = await decodeColumns(bytes, columns(STEALTH_HEADER_BITS), height, MAX_PIXELS);
    const header = readStealthHeader(first);
    if (!header || stealthPixels(header) > width * height) return undefined;
    return readStealthText(
      await decodeColumns(bytes, columns(stealthPixels(header)), height, MAX_PIXELS),
      header,
    );
  } catch {
    // Not decodable: the image room reports that where pixels are asked for.
    return undefined;
  }
}

function isLossless({ format, png, segments }: Container): boolean {
  if (format === 'png') return png?.bitDepth === 8 && (png.colourType === 2 || png.colourType === 6);
  return format === 'webp' && segments.some(({ kind }) => kind === 'VP8L');
}

function isDecodable({ format, width = 0, height = 0 }: Container, bytes: number): boolean {
  const pixels = width * height;
  if (Math.max(width, height) > MAX_SIDE || pixels > MAX_PIXELS || pixels * 3 < STEALTH_HEADER_BITS)
    return false;
  return format !== 'png' || pixels * 3 <= bytes * MAX_PACKING;
}
