import { latin1, matches, u32 } from './bytes.js';
import { walkBmff } from './bmff.js';
import { createCollector } from './collect.js';
import type { Container, ContainerFormat, Walk } from './container.js';
import { walkGif } from './gif.js';
import { walkJpeg } from './jpeg.js';
import { PNG_SIGNATURE, walkPng } from './png.js';
import { walkTiff } from './tiff.js';
import { walkWebp } from './webp.js';

/**
 * Reads the structure of an image file from its bytes: format, size, every segment, and what the JPEG or PNG
 * header states. The format is told by the signature, never by a name. Nothing is decoded; nothing throws:
 * broken structure ends the walk with a warning.
 */
export function readContainer(bytes: Uint8Array): Container {
  return walkContainer(bytes).container;
}

/** Like {@link readContainer}, with the bytes of every metadata segment. */
export function walkContainer(bytes: Uint8Array): Walk {
  const format = sniffFormat(bytes);
  switch (format) {
    case 'jpeg':
      return walkJpeg(bytes);
    case 'png':
      return walkPng(bytes);
    case 'webp':
      return walkWebp(bytes);
    case 'gif':
      return walkGif(bytes);
    case 'tiff':
    case 'dng':
      return walkTiff(bytes);
    case 'avif':
    case 'heic':
    case 'jxl':
      return walkBmff(bytes, format);
    case 'unknown': {
      const out = createCollector('unknown');
      out.warn(bytes.length === 0 ? 'The file is empty.' : 'Not a format that is known here.');
      return out;
    }
  }
}

/** The format by signature; a TIFF is told from a DNG only by walking it. */
export function sniffFormat(bytes: Uint8Array): ContainerFormat {
  if (matches(bytes, 0, '\xff\xd8\xff')) return 'jpeg';
  if (matches(bytes, 0, PNG_SIGNATURE)) return 'png';
  if (matches(bytes, 0, 'RIFF') && matches(bytes, 8, 'WEBP')) return 'webp';
  if (matches(bytes, 0, 'GIF87a') || matches(bytes, 0, 'GIF89a')) return 'gif';
  if (matches(bytes, 0, 'II*\0') || matches(bytes, 0, 'MM\0*')) return 'tiff';
  if (matches(bytes, 0, 'II+\0') || matches(bytes, 0, 'MM\0+')) return 'tiff';
  if (matches(bytes, 0, '\0\0\0\x0cJXL \r\n\x87\n')) return 'jxl';
  return matches(bytes, 4, 'ftyp') ? brandFormat(bytes) : 'unknown';
}

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'mif2']);

/** HEIF family by major brand, then by the compatible ones (`mif1` files can hold either codec). */
function brandFormat(bytes: Uint8Array): ContainerFormat {
  const end = Math.min(u32(bytes, 0), bytes.length, 256);
  const brands = [latin1(bytes, 8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(latin1(bytes, at, 4));
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  return brands.some((brand) => HEIC_BRANDS.has(brand)) ? 'heic' : 'unknown';
}
