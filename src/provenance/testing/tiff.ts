import { bytesOf, join } from './build.js';

/** A value of a TIFF field: text (ASCII), whole numbers (LONG), rationals as pairs, or raw bytes (UNDEFINED). */
export type FieldValue = string | number[] | { rational: [number, number][] } | { raw: Uint8Array };

/** Tags of one directory; a nested record under `Exif` or `GPS` becomes a sub-directory. */
export interface Fields {
  [tag: number]: FieldValue;
  exif?: Record<number, FieldValue>;
}

const EXIF_POINTER = 34665;

/** Writes a little-endian TIFF structure of one directory and, where given, its EXIF directory. */
export function tiffStructure(fields: Fields): Uint8Array {
  const { exif, ...main } = fields;
  const entries = new Map(Object.entries(main).map(([tag, value]) => [Number(tag), value as FieldValue]));
  if (exif === undefined) return join('II*\0', u32(8), directory(entries, 8));
  entries.set(EXIF_POINTER, [0]);
  // The pointer is a LONG of fixed size, so the first pass already shows where the second directory starts.
  const exifAt = 8 + directory(entries, 8).length;
  entries.set(EXIF_POINTER, [exifAt]);
  const sub = new Map(Object.entries(exif).map(([tag, value]) => [Number(tag), value]));
  return join('II*\0', u32(8), directory(entries, 8), directory(sub, exifAt));
}

function directory(entries: Map<number, FieldValue>, at: number): Uint8Array {
  const sorted = [...entries].sort(([a], [b]) => a - b);
  let free = at + 2 + sorted.length * 12 + 4;
  const rows: Uint8Array[] = [];
  const values: Uint8Array[] = [];
  for (const [tag, value] of sorted) {
    const { type, count, data } = encode(value);
    const inline = data.length <= 4;
    rows.push(join(u16(tag), u16(type), u32(count), inline ? padded(data, 4) : u32(free)));
    if (inline) continue;
    const even = padded(data, data.length + (data.length % 2));
    values.push(even);
    free += even.length;
  }
  return join(u16(sorted.length), ...rows, u32(0), ...values);
}

function encode(value: FieldValue): { type: number; count: number; data: Uint8Array } {
  if (typeof value === 'string') {
    const data = join(new Uint8Array(Buffer.from(value)), '\0');
    return { type: 2, count: data.length, data };
  }
  if (Array.isArray(value)) return { type: 4, count: value.length, data: join(...value.map(u32)) };
  if ('rational' in value) {
    const data = join(...value.rational.flatMap(([top, bottom]) => [u32(top), u32(bottom)]));
    return { type: 5, count: value.rational.length, data };
  }
  return { type: 7, count: value.raw.length, data: value.raw };
}

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 255, value >> 8);
const u32 = (value: number): Uint8Array =>
  Uint8Array.of(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255);
const padded = (data: Uint8Array, length: number): Uint8Array =>
  join(data, bytesOf('\0'.repeat(length - data.length)));
