import { decodeLatin1, latin1, u32, u8 } from './bytes.js';
import { createCollector, type Collector } from './collect.js';
import type { MetadataKind, Walk } from './container.js';

export const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

/** Walks the chunks of a PNG (ISO/IEC 15948, third edition with eXIf) to IEND. Checksums are not tested. */
export function walkPng(bytes: Uint8Array): Walk {
  const out = createCollector('png');
  let at = 8;
  let ended = false;
  while (at + 12 <= bytes.length) {
    const length = u32(bytes, at);
    const type = latin1(bytes, at + 4, 4);
    if (!/^[A-Za-z]{4}$/.test(type)) {
      out.warn('A chunk has no valid type; the rest was not read.');
      break;
    }
    if (at + 12 + length > bytes.length) {
      out.warn(`${type} says ${length} bytes where ${bytes.length - at - 12} are left.`);
      break;
    }
    const holds = readChunk(type, bytes.subarray(at + 8, at + 8 + length), out);
    if (!out.segment(type, at, length + 12, holds)) break;
    at += 12 + length;
    if (type === 'IEND') {
      ended = true;
      break;
    }
  }
  if (!ended) out.warn('No IEND chunk: the file is cut short.');
  else if (at < bytes.length) out.container.trailing = { offset: at, length: bytes.length - at };
  return out;
}

function readChunk(type: string, data: Uint8Array, out: Collector): MetadataKind | undefined {
  switch (type) {
    case 'IHDR':
      if (data.length < 13 || out.container.png) return undefined;
      out.container.width = u32(data, 0);
      out.container.height = u32(data, 4);
      out.container.png = { bitDepth: u8(data, 8), colourType: u8(data, 9), interlace: u8(data, 12) === 1 };
      return undefined;
    case 'tEXt':
    case 'zTXt':
    case 'iTXt':
      return readText(type, data, out);
    case 'eXIf':
      out.block({ kind: 'exif', where: type, data });
      return 'exif';
    case 'iCCP': {
      const end = data.indexOf(0);
      if (end < 0) return undefined;
      out.block({ kind: 'icc', where: type, data: data.subarray(end + 2), packed: 'deflate' });
      return 'icc';
    }
    case 'caBX':
      return 'c2pa';
    default:
      return undefined;
  }
}

function readText(type: string, data: Uint8Array, out: Collector): MetadataKind | undefined {
  const end = data.indexOf(0);
  if (end < 1 || end > 79) {
    out.warn(`${type} has no keyword of 1 to 79 bytes; left out.`);
    return undefined;
  }
  const keyword = decodeLatin1(data.subarray(0, end));
  if (type === 'tEXt') {
    out.block({ kind: 'text', where: type, keyword, data: data.subarray(end + 1), charset: 'latin1' });
  } else if (type === 'zTXt') {
    const packed = data.subarray(end + 2);
    out.block({ kind: 'text', where: type, keyword, data: packed, packed: 'deflate', charset: 'latin1' });
  } else {
    return readInternationalText(keyword, data, end + 1, out);
  }
  return 'text';
}

/** iTXt: compression flag, method, language tag, translated keyword, UTF-8 text. XMP has its own keyword. */
function readInternationalText(
  keyword: string,
  data: Uint8Array,
  at: number,
  out: Collector,
): MetadataKind | undefined {
  const language = data.indexOf(0, at + 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) {
    out.warn('iTXt is cut short; left out.');
    return undefined;
  }
  const kind = keyword === 'XML:com.adobe.xmp' ? 'xmp' : 'text';
  out.block({
    kind,
    where: 'iTXt',
    keyword,
    data: data.subarray(translated + 1),
    charset: 'utf8',
    ...(u8(data, at) !== 0 && { packed: 'deflate' as const }),
  });
  return kind;
}
