import { concatBytes, latin1, u16, u32, u64, u8 } from './bytes.js';
import { boxesOf, emitExif, type Box } from './bmff.js';
import type { Collector } from './collect.js';
import { LIMITS } from './limits.js';

interface ItemLocation {
  method: number;
  extents: { offset: number; length: number }[];
}

/** Reads the metadata items of a HEIF `meta` box (ISO/IEC 23008-12): Exif, XMP, and the primary size. */
export function readItems(bytes: Uint8Array, meta: Box, out: Collector): void {
  const types = new Map<number, string>();
  const locations = new Map<number, ItemLocation>();
  let idat: Box | undefined;
  for (const box of boxesOf(bytes, meta.start + 4, meta.end, out)) {
    if (box.type === 'iinf') readItemTypes(bytes, box, types, out);
    else if (box.type === 'iloc') readLocations(bytes, box, locations, out);
    else if (box.type === 'idat') idat = box;
    else if (box.type === 'iprp') readSize(bytes, box, out);
  }
  const wanted = [...types].filter(([, type]) => type === 'Exif' || type === 'mime application/rdf+xml');
  if (wanted.length > LIMITS.metadataItems)
    out.warn(`More than ${LIMITS.metadataItems} metadata items; the rest was not read.`);
  for (const [id, type] of wanted.slice(0, LIMITS.metadataItems)) {
    const data = itemData(bytes, locations.get(id), idat, out);
    if (data === undefined) continue;
    if (type === 'Exif') emitExif(data, out);
    else out.block({ kind: 'xmp', where: 'XMP item', data });
    out.segment(type === 'Exif' ? 'item Exif' : 'item XMP', meta.offset, 0, type === 'Exif' ? 'exif' : 'xmp');
  }
}

function readItemTypes(bytes: Uint8Array, box: Box, types: Map<number, string>, out: Collector): void {
  const start = box.start + (u8(bytes, box.start) === 0 ? 6 : 8);
  for (const entry of boxesOf(bytes, start, box.end, out)) {
    if (types.size >= LIMITS.items)
      return out.warn(`More than ${LIMITS.items} items; the rest was not read.`);
    const version = u8(bytes, entry.start);
    if (entry.type !== 'infe' || version < 2) continue;
    const wide = version >= 3;
    const at = entry.start + 4;
    const id = wide ? u32(bytes, at) : u16(bytes, at);
    const typeAt = at + (wide ? 6 : 4);
    if (typeAt + 4 > entry.end) continue;
    let type = latin1(bytes, typeAt, 4);
    if (type === 'mime') {
      // Zero-terminated: item name, then content type.
      const text = latin1(bytes, typeAt + 4, Math.min(entry.end - typeAt - 4, 512)).split('\0');
      if (text.length < 3) continue;
      type = `mime ${text[1] ?? ''}`;
    }
    types.set(id, type);
  }
}

function readLocations(
  bytes: Uint8Array,
  box: Box,
  locations: Map<number, ItemLocation>,
  out: Collector,
): void {
  const version = u8(bytes, box.start);
  const sizes = u16(bytes, box.start + 4);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  let at = box.start + 6;
  const read = (size: number): number => {
    const value = size === 2 ? u16(bytes, at) : size === 4 ? u32(bytes, at) : size === 8 ? u64(bytes, at) : 0;
    at += size;
    return value;
  };
  const count = read(version < 2 ? 2 : 4);
  for (let index = 0; index < count && at < box.end; index++) {
    if (index >= LIMITS.items) return out.warn(`More than ${LIMITS.items} items; the rest was not read.`);
    const id = read(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : read(2) & 15;
    at += 2; // data reference index: 0 is this file, and nothing else is ever opened
    const base = read(baseSize);
    const extentCount = read(2);
    const extents: ItemLocation['extents'] = [];
    for (let extent = 0; extent < extentCount && at < box.end; extent++) {
      at += indexSize;
      const offset = base + read(offsetSize);
      const length = read(lengthSize);
      if (extents.length < LIMITS.extents) extents.push({ offset, length });
    }
    locations.set(id, { method, extents });
  }
}

function itemData(
  bytes: Uint8Array,
  location: ItemLocation | undefined,
  idat: Box | undefined,
  out: Collector,
): Uint8Array | undefined {
  if (location === undefined || location.method > 1) return undefined;
  const [base, end] = location.method === 0 ? [0, bytes.length] : [idat?.start ?? 0, idat?.end ?? 0];
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (const { offset, length } of location.extents) {
    const from = base + offset;
    total += length;
    if (from + length > end || total > LIMITS.blockBytes) {
      out.warn(`An item says ${length} bytes outside the data or past ${LIMITS.blockBytes}; left out.`);
      return undefined;
    }
    chunks.push(bytes.subarray(from, from + length));
  }
  return chunks.length === 1 ? chunks[0] : concatBytes(chunks);
}

/** The largest `ispe` (image spatial extents): thumbnails and tiles are smaller than the picture. */
function readSize(bytes: Uint8Array, iprp: Box, out: Collector): void {
  for (const ipco of boxesOf(bytes, iprp.start, iprp.end, out)) {
    if (ipco.type !== 'ipco') continue;
    for (const box of boxesOf(bytes, ipco.start, ipco.end, out)) {
      if (box.type !== 'ispe' || box.end - box.start < 12) continue;
      const width = u32(bytes, box.start + 4);
      const height = u32(bytes, box.start + 8);
      const area = (out.container.width ?? 0) * (out.container.height ?? 0);
      if (width * height > area) Object.assign(out.container, { width, height });
    }
  }
}
