import { latin1, matches, printable, u16, u32, u8 } from './bytes.js';
import { createCollector, type Collector } from './collect.js';
import type { MetadataKind, Walk } from './container.js';

const HOLDS: Record<string, MetadataKind> = { EXIF: 'exif', 'XMP ': 'xmp', ICCP: 'icc', C2PA: 'c2pa' };

/** Walks the RIFF chunks of a WebP (RFC 9649). */
export function walkWebp(bytes: Uint8Array): Walk {
  const out = createCollector('webp');
  const stated = 8 + u32(bytes, 4, true);
  const end = Math.min(bytes.length, stated + (stated & 1));
  if (stated > bytes.length) {
    out.warn(`RIFF says ${stated} bytes where the file has ${bytes.length}: the file is cut short.`);
  }
  let at = 12;
  while (at + 8 <= end) {
    const type = latin1(bytes, at, 4);
    const length = u32(bytes, at + 4, true);
    if (at + 8 + length > end) {
      out.warn(`Chunk "${printable(type)}" says ${length} bytes where ${end - at - 8} are left.`);
      break;
    }
    const data = bytes.subarray(at + 8, at + 8 + length);
    const holds = HOLDS[type];
    readSize(type, data, out);
    if (holds !== undefined && holds !== 'c2pa') {
      // Some writers keep JPEG's identifier in front of the TIFF header.
      const skip = holds === 'exif' && matches(data, 0, 'Exif\0\0') ? 6 : 0;
      out.block({ kind: holds, where: type.trim(), data: data.subarray(skip) });
    }
    if (!out.segment(printable(type), at, Math.min(8 + length + (length & 1), end - at), holds)) break;
    at += 8 + length + (length & 1);
  }
  if (end < bytes.length) out.container.trailing = { offset: end, length: bytes.length - end };
  return out;
}

function readSize(type: string, data: Uint8Array, out: Collector): void {
  if (out.container.width !== undefined) return;
  const set = (width: number, height: number): void => {
    out.container.width = width;
    out.container.height = height;
  };
  if (type === 'VP8X' && data.length >= 10) {
    set(1 + u16(data, 4, true) + (u8(data, 6) << 16), 1 + u16(data, 7, true) + (u8(data, 9) << 16));
  } else if (type === 'VP8 ' && data.length >= 10) {
    set(u16(data, 6, true) & 0x3fff, u16(data, 8, true) & 0x3fff);
  } else if (type === 'VP8L' && data.length >= 5) {
    const bits = u32(data, 1, true);
    set(1 + (bits & 0x3fff), 1 + (Math.floor(bits / 0x4000) & 0x3fff));
  }
}
