import sharp from 'sharp';
import type { Container } from './containers/container.js';
import {
  readStealthHeader,
  readStealthText,
  STEALTH_HEADER_BITS,
  stealthPixels,
  type RasterView,
} from './generators/stealth.js';

/** Pictures with more pixels are not decoded for this. */
const MAX_PIXELS = 50_000_000;

/**
 * Decodes just enough columns of a lossless picture to read text hidden in its lowest bits. Only 8-bit RGB and RGBA
 * PNG and lossless WebP can keep such text. Undefined where there is none, or the picture cannot be decoded.
 */
export async function findStealthText(bytes: Uint8Array, container: Container): Promise<string | undefined> {
  const { width = 0, height = 0 } = container;
  if (!isLossless(container) || width * height > MAX_PIXELS || width * height * 3 < STEALTH_HEADER_BITS) {
    return undefined;
  }
  try {
    const columns = (pixels: number): number => Math.min(width, Math.ceil(pixels / height));
    const first = await decodeColumns(bytes, columns(STEALTH_HEADER_BITS), height);
    const header = readStealthHeader(first);
    if (!header || stealthPixels(header) > width * height) return undefined;
    return readStealthText(await decodeColumns(bytes, columns(stealthPixels(header)), height), header);
  } catch {
    // Not decodable: the image room reports that where pixels are asked for.
    return undefined;
  }
}

function isLossless({ format, png, segments }: Container): boolean {
  if (format === 'png') return png?.bitDepth === 8 && (png.colourType === 2 || png.colourType === 6);
  return format === 'webp' && segments.some(({ kind }) => kind === 'VP8L');
}

async function decodeColumns(bytes: Uint8Array, width: number, height: number): Promise<RasterView> {
  const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'none', ignoreIcc: true })
    .extract({ left: 0, top: 0, width, height })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const channels = info.channels === 4 ? 4 : 3;
  return { width: info.width, height: info.height, channels, data: new Uint8Array(data) };
}
