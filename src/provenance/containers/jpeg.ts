import { concatBytes, latin1, matches, u16, u32, u8 } from './bytes.js';
import { createCollector, type Collector } from './collect.js';
import type { JpegHeader, MetadataBlock, MetadataKind, Walk } from './container.js';
import { readFrame, readQuantisationTables, subsamplingName } from './jpeg-tables.js';
import { LIMITS } from './limits.js';

const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const XMP_EXTENDED = 'http://ns.adobe.com/xmp/extension/\0';
const ICC = 'ICC_PROFILE\0';
const PHOTOSHOP = 'Photoshop 3.0\0';

/** Walks the marker segments of a JPEG (ITU-T T.81) through all scans to the end of the image. */
export function walkJpeg(bytes: Uint8Array): Walk {
  const out = createCollector('jpeg');
  const header: JpegHeader = {
    quantisationTables: [],
    components: [],
    subsampling: '',
    process: 'other',
    progressive: false,
    arithmeticCoding: false,
    precision: 0,
    scans: 0,
    restartInterval: 0,
    jfif: false,
  };
  out.container.jpeg = header;
  const parts: Parts = { icc: [], photoshop: [], extended: new Map(), c2pa: new Set() };
  out.segment('SOI', 0, 2);
  let at = 2;
  let ended = false;
  while (at + 2 <= bytes.length) {
    if (u8(bytes, at) !== 0xff) {
      // Bytes between segments are not JPEG; decoders skip to the next marker, and so does this.
      out.warn('Bytes outside any segment; skipped to the next marker.');
      at = nextMarker(bytes, at);
      continue;
    }
    const marker = u8(bytes, at + 1);
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    if (marker === 0xd9) {
      out.segment('EOI', at, 2);
      at += 2;
      ended = true;
      break;
    }
    if (marker === 0 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    const length = u16(bytes, at + 2);
    if (length < 2 || at + 2 + length > bytes.length) {
      out.warn(`${markerName(marker)} says ${length} bytes where ${bytes.length - at - 2} are left.`);
      break;
    }
    const holds = readSegment(bytes, marker, at + 4, length - 2, header, parts, out);
    if (!out.segment(markerName(marker), at, length + 2, holds)) break;
    at += 2 + length;
    if (marker === 0xda) {
      header.scans += 1;
      at = nextMarker(bytes, at);
    }
  }
  if (!ended) out.warn('No end-of-image marker: the file is cut short.');
  else if (at < bytes.length) out.container.trailing = { offset: at, length: bytes.length - at };
  header.subsampling = subsamplingName(header.components);
  joinParts(parts, out);
  return out;
}

interface Parts {
  icc: Uint8Array[];
  photoshop: Uint8Array[];
  /** Extended XMP by its digest; `size` is the stated full length. */
  extended: Map<string, { size: number; chunks: { offset: number; data: Uint8Array }[] }>;
  /** Box instance numbers of JUMBF superboxes of the C2PA type. */
  c2pa: Set<number>;
}

function readSegment(
  bytes: Uint8Array,
  marker: number,
  at: number,
  length: number,
  header: JpegHeader,
  parts: Parts,
  out: Collector,
): MetadataKind | undefined {
  const where = markerName(marker);
  const data = bytes.subarray(at, at + length);
  const emit = (kind: MetadataBlock['kind'], skip: number): MetadataKind => {
    out.block({ kind, where, data: data.subarray(skip) });
    return kind;
  };
  if (marker === 0xdb) readQuantisationTables(data, header, out.warn);
  else if (isFrame(marker)) readFrame(data, marker, header, out);
  else if (marker === 0xdd && length >= 2) header.restartInterval = u16(data, 0);
  else if (marker === 0xe0 && matches(data, 0, 'JFIF\0')) header.jfif = true;
  else if (marker === 0xee && matches(data, 0, 'Adobe') && length >= 12) {
    header.adobeTransform = u8(data, 11);
  } else if (marker === 0xe1 && matches(data, 0, 'Exif\0')) return emit('exif', 6);
  else if (marker === 0xe1 && matches(data, 0, XMP)) return emit('xmp', XMP.length);
  else if (marker === 0xe1 && matches(data, 0, XMP_EXTENDED)) {
    readExtendedXmp(data, parts);
    return 'xmp-extended';
  } else if (marker === 0xe2 && matches(data, 0, ICC)) {
    parts.icc.push(data.subarray(ICC.length + 2));
    return 'icc';
  } else if (marker === 0xed && matches(data, 0, PHOTOSHOP)) {
    parts.photoshop.push(data.subarray(PHOTOSHOP.length));
    return 'photoshop';
  } else if (marker === 0xeb && isC2paSegment(data, parts)) return 'c2pa';
  else if (marker === 0xfe) return emit('comment', 0);
  return undefined;
}

/**
 * JUMBF in APP11 (ISO 19566-5 annex D): 'JP', instance, packet number, then a box. The first packet shows a
 * `jumb` superbox whose description is the C2PA type; the later packets of the instance repeat the box header.
 */
function isC2paSegment(data: Uint8Array, parts: Parts): boolean {
  if (!matches(data, 0, 'JP') || !matches(data, 12, 'jumb')) return false;
  const instance = u16(data, 2);
  // Some writers number packets from 0, so the first is known by its description box, not by its number.
  if (matches(data, 20, 'jumd') && matches(data, 24, 'c2pa')) parts.c2pa.add(instance);
  return parts.c2pa.has(instance);
}

/** Adobe XMP specification part 3, 1.1.3.1: digest (32), full length (4), offset (4), a part of the packet. */
function readExtendedXmp(data: Uint8Array, parts: Parts): void {
  const start = XMP_EXTENDED.length;
  if (data.length < start + 40) return;
  const digest = latin1(data, start, 32);
  const size = u32(data, start + 32);
  const offset = u32(data, start + 36);
  const whole = parts.extended.get(digest) ?? { size, chunks: [] };
  whole.chunks.push({ offset, data: data.subarray(start + 40) });
  parts.extended.set(digest, whole);
}

function joinParts(parts: Parts, out: Collector): void {
  if (parts.icc.length > 0) out.block({ kind: 'icc', where: 'APP2', data: concat(parts.icc) });
  if (parts.photoshop.length > 0) {
    out.block({ kind: 'photoshop', where: 'APP13', data: concat(parts.photoshop) });
  }
  for (const [digest, { size, chunks }] of parts.extended) {
    if (size > LIMITS.blockBytes) {
      out.warn(`Extended XMP says ${size} bytes; at most ${LIMITS.blockBytes} are read, so it was left out.`);
      continue;
    }
    const within = chunks.filter((chunk) => chunk.offset + chunk.data.length <= size);
    if (within.reduce((sum, chunk) => sum + chunk.data.length, 0) < size) {
      out.warn('Extended XMP is incomplete; left out.');
      continue;
    }
    const data = new Uint8Array(size);
    for (const chunk of within) data.set(chunk.data, chunk.offset);
    out.block({ kind: 'xmp-extended', where: 'APP1', data, keyword: digest });
  }
}

function concat(chunks: Uint8Array[]): Uint8Array {
  return chunks.length === 1 ? chunks[0]! : concatBytes(chunks);
}

/** The next 0xFF that starts a marker; stuffed zeros and restart markers belong to the entropy data. */
function nextMarker(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    at = bytes.indexOf(0xff, at + (next === 0xff ? 1 : 2));
  }
  return bytes.length;
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function markerName(marker: number): string {
  if (marker >= 0xe0 && marker <= 0xef) return `APP${marker - 0xe0}`;
  if (isFrame(marker)) return `SOF${marker - 0xc0}`;
  const names: Record<number, string> = { 0xc4: 'DHT', 0xda: 'SOS', 0xdb: 'DQT', 0xdd: 'DRI', 0xfe: 'COM' };
  return names[marker] ?? `0xFF${marker.toString(16).toUpperCase().padStart(2, '0')}`;
}
