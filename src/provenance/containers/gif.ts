import { concatBytes, latin1, u16, u8 } from './bytes.js';
import { createCollector, type Collector } from './collect.js';
import type { MetadataKind, Walk } from './container.js';

/** XMP in GIF is followed by a "magic trailer" of 258 bytes, so that sub-block readers find its end. */
const XMP_TRAILER = 257;

/** Walks the blocks of a GIF (GIF89a) to its trailer. */
export function walkGif(bytes: Uint8Array): Walk {
  const out = createCollector('gif');
  if (bytes.length < 13) {
    out.warn('The header is cut short.');
    return out;
  }
  out.container.width = u16(bytes, 6, true);
  out.container.height = u16(bytes, 8, true);
  let at = 13 + colourTableBytes(u8(bytes, 10));
  let ended = false;
  while (at < bytes.length && !ended) {
    const start = at;
    const introducer = u8(bytes, at);
    let kind = 'image';
    let holds: MetadataKind | undefined;
    if (introducer === 0x3b) {
      ended = true;
      kind = 'trailer';
      at += 1;
    } else if (introducer === 0x2c) {
      at += 11 + colourTableBytes(u8(bytes, at + 9));
      at = skipSubBlocks(bytes, at);
    } else if (introducer === 0x21) {
      kind = `extension 0x${u8(bytes, at + 1)
        .toString(16)
        .padStart(2, '0')}`;
      const end = skipSubBlocks(bytes, at + 2);
      holds = readExtension(bytes, at + 1, end, out);
      at = end;
    } else {
      out.warn('A block has no valid introducer; the rest was not read.');
      break;
    }
    if (at > bytes.length) {
      out.warn('A block is cut short.');
      break;
    }
    if (!out.segment(kind, start, at - start, holds)) break;
  }
  if (!ended) out.warn('No trailer: the file is cut short.');
  else if (at < bytes.length) out.container.trailing = { offset: at, length: bytes.length - at };
  return out;
}

function readExtension(bytes: Uint8Array, at: number, end: number, out: Collector): MetadataKind | undefined {
  if (end > bytes.length) return undefined;
  const label = u8(bytes, at);
  if (label === 0xfe) {
    out.block({ kind: 'comment', where: 'comment extension', data: joinSubBlocks(bytes, at + 1, end) });
    return 'comment';
  }
  if (label !== 0xff || u8(bytes, at + 1) !== 11) return undefined;
  const application = latin1(bytes, at + 2, 11);
  if (application === 'XMP DataXMP') {
    const data = bytes.subarray(at + 13, Math.max(at + 13, end - 1 - XMP_TRAILER));
    out.block({ kind: 'xmp', where: 'XMP application extension', data });
    return 'xmp';
  }
  if (application.startsWith('C2PA_GIF')) return 'c2pa';
  if (application === 'ICCRGBG1012') {
    out.block({
      kind: 'icc',
      where: 'ICC application extension',
      data: joinSubBlocks(bytes, at + 13, end),
    });
    return 'icc';
  }
  return undefined;
}

function colourTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * (1 << ((flags & 7) + 1));
}

/** The byte after the terminating empty sub-block; past the end of the file when there is none. */
function skipSubBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && u8(bytes, at) !== 0) at += 1 + u8(bytes, at);
  return at + 1;
}

function joinSubBlocks(bytes: Uint8Array, from: number, end: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (let at = from; at < end && u8(bytes, at) !== 0; at += 1 + u8(bytes, at)) {
    chunks.push(bytes.subarray(at + 1, at + 1 + u8(bytes, at)));
  }
  return concatBytes(chunks);
}
