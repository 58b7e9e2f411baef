import { hex, latin1, matches, printable, u32, u64 } from './bytes.js';
import { createCollector, type Collector } from './collect.js';
import type { ContainerFormat, MetadataKind, Walk } from './container.js';
import { readItems } from './bmff-items.js';
import { LIMITS } from './limits.js';

const C2PA_UUID = 'd8fec3d61b0e483c92975828877ec481';
const XMP_UUID = 'be7acfcb97a942e89c71999491e3afac';

/** One box of an ISO base media file (ISO/IEC 14496-12). */
export interface Box {
  type: string;
  offset: number;
  /** First byte after the header. */
  start: number;
  end: number;
}

/** Walks the boxes of an AVIF, HEIC or boxed JPEG XL file. */
export function walkBmff(bytes: Uint8Array, format: ContainerFormat): Walk {
  const out = createCollector(format);
  for (const box of boxesOf(bytes, 0, bytes.length, out)) {
    const holds = readTopBox(bytes, box, out);
    if (!out.segment(printable(box.type), box.offset, box.end - box.offset, holds)) break;
  }
  return out;
}

function readTopBox(bytes: Uint8Array, box: Box, out: Collector): MetadataKind | undefined {
  const data = bytes.subarray(box.start, box.end);
  switch (box.type) {
    case 'meta':
      // The standard allows one; reading only the first bounds what a file full of them can cost.
      if (!out.container.segments.some(({ kind }) => kind === 'meta')) readItems(bytes, box, out);
      return undefined;
    case 'uuid':
      return readUuid(data, out);
    case 'jumb': // JPEG XL keeps JUMBF at top level
      return matches(data, 4, 'jumd') && matches(data, 8, 'c2pa') ? 'c2pa' : undefined;
    case 'Exif':
      emitExif(data, out);
      return 'exif';
    case 'xml ':
      out.block({ kind: 'xmp', where: 'xml box', data });
      return 'xmp';
    case 'brob':
      return readPackedBox(data, out);
    default:
      return undefined;
  }
}

function readUuid(data: Uint8Array, out: Collector): MetadataKind | undefined {
  const id = hex(data, 0, 16);
  // C2PA 2.x, A.5.1: after the UUID a full-box header and the purpose as a zero-terminated string.
  if (id === C2PA_UUID) return 'c2pa';
  if (id !== XMP_UUID) return undefined;
  out.block({ kind: 'xmp', where: 'uuid box', data: data.subarray(16) });
  return 'xmp';
}

/** JPEG XL `brob`: the type of the box inside, then its payload under Brotli (ISO/IEC 18181-2). */
function readPackedBox(data: Uint8Array, out: Collector): MetadataKind | undefined {
  const inner = latin1(data, 0, 4);
  const kind = inner === 'Exif' ? 'exif' : inner === 'xml ' ? 'xmp' : undefined;
  if (kind === undefined) return undefined;
  out.block({ kind, where: `brob ${inner.trim()} box`, data: data.subarray(4), packed: 'brotli' });
  return kind;
}

/** An Exif payload in a box starts with the offset of its TIFF header. */
export function emitExif(data: Uint8Array, out: Collector): void {
  const skip = 4 + u32(data, 0);
  if (skip + 8 > data.length) out.warn('An Exif box is cut short; left out.');
  else out.block({ kind: 'exif', where: 'Exif', data: data.subarray(skip) });
}

/** The boxes lying side by side in [from, to); ends with a warning at the first broken header. */
export function* boxesOf(bytes: Uint8Array, from: number, to: number, out: Collector): Generator<Box> {
  let at = from;
  for (let count = 0; at + 8 <= to; count++) {
    if (count >= LIMITS.segments) {
      out.warn(`More than ${LIMITS.segments} boxes; the rest was not read.`);
      return;
    }
    const type = latin1(bytes, at + 4, 4);
    const stated = u32(bytes, at);
    const header = stated === 1 ? 16 : 8;
    const size = stated === 0 ? to - at : stated === 1 ? u64(bytes, at + 8) : stated;
    if (size < header || at + size > to) {
      out.warn(`Box "${printable(type)}" says ${size} bytes where ${to - at} are left.`);
      return;
    }
    yield { type, offset: at, start: at + header, end: at + size };
    at += size;
  }
}
