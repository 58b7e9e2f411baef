import type { ImageFormat } from './image.js';

/** What the first bytes of a file say it is: one of the six formats, a known other kind, or nothing known. */
export type Sniffed = { format: ImageFormat } | { unsupported: string } | undefined;

/** How many bytes of a file `sniffFormat` wants to see. */
export const SNIFF_BYTES = 512;

const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'];

/** Kinds that are met among pictures and that Assay does not decode, by their first bytes. */
const UNSUPPORTED: readonly (readonly [kind: string, start: string])[] = [
  ['JPEG XL', '\xff\x0a'],
  ['JPEG XL', '\0\0\0\x0cJXL '],
  ['JPEG 2000', '\0\0\0\x0cjP  '],
  ['BMP', 'BM'],
  ['Photoshop (PSD)', '8BPS'],
  ['PDF', '%PDF'],
  ['ICO', '\0\0\x01\0'],
  ['OpenEXR', 'v/1\x01'],
  ['Radiance HDR', '#?RADIANCE'],
  ['Matroska or WebM video', '\x1a\x45\xdf\xa3'],
  ['ZIP archive', 'PK\x03\x04'],
  ['Git LFS pointer (the picture itself was not fetched)', 'version https://git-lfs'],
];

/**
 * Tells a file's kind from its first bytes (`SNIFF_BYTES` of them are enough), never from its name.
 * Only kinds named `format` here may reach the decoder, so that libvips' other loaders (SVG, PDF, …) never
 * see untrusted bytes.
 */
export function sniffFormat(bytes: Uint8Array): Sniffed {
  const head = latin1(bytes, 0, 16);
  if (head.startsWith('\xff\xd8\xff')) return { format: 'jpeg' };
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return { format: 'png' };
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return { format: 'gif' };
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return { format: 'webp' };
  if (/^(II[*+]\0|MM\0[*+])/.test(head)) {
    return head.slice(8, 10) === 'CR' ? { unsupported: 'camera raw (CR2)' } : { format: 'tiff' };
  }
  if (head.slice(4, 8) === 'ftyp') return sniffBrands(bytes);
  for (const [kind, start] of UNSUPPORTED)
    if (head.startsWith(start.slice(0, 16))) return { unsupported: kind };
  if (/<svg[\s>]/i.test(latin1(bytes, 0, SNIFF_BYTES))) return { unsupported: 'SVG' };
  return undefined;
}

/** ISO base media files: AVIF and HEIC share a container and differ in their brands. */
function sniffBrands(bytes: Uint8Array): Sniffed {
  const size = Math.min(SNIFF_BYTES, bytes.length, (bytes[2]! << 8) | bytes[3]!);
  const major = latin1(bytes, 8, 12);
  const brands = [major];
  for (let at = 16; at + 4 <= size; at += 4) brands.push(latin1(bytes, at, at + 4));
  if (HEIC_BRANDS.includes(major)) return { unsupported: 'HEIC' };
  if (brands.includes('avif') || brands.includes('avis')) return { format: 'avif' };
  if (brands.some((brand) => HEIC_BRANDS.includes(brand) || brand === 'mif1')) return { unsupported: 'HEIC' };
  return { unsupported: major === 'crx ' ? 'camera raw (CR3)' : 'a video or another ISO media file' };
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

const EXTENSIONS: Record<string, ImageFormat> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  png: 'png',
  apng: 'png',
  webp: 'webp',
  avif: 'avif',
  avifs: 'avif',
  gif: 'gif',
  tif: 'tiff',
  tiff: 'tiff',
};

/** The format that a file name's extension claims, if it claims one of the six. */
export function formatOfName(name: string): ImageFormat | undefined {
  const dot = name.lastIndexOf('.');
  const extension = name.slice(dot + 1).toLowerCase();
  return dot >= 0 && Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
}
