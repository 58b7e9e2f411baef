import { u16, u8 } from './bytes.js';
import type { Collector } from './collect.js';
import type { JpegComponent, JpegHeader } from './container.js';

/** Position in the row-major 8×8 block of the n-th coefficient in zigzag order (T.81 figure A.6). */
// prettier-ignore
const ZIGZAG = [
   0,  1,  8, 16,  9,  2,  3, 10, 17, 24, 32, 25, 18, 11,  4,  5,
  12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13,  6,  7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
  58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/** Reads a DQT payload into `header`, natural order; a later table of the same id replaces the earlier one. */
export function readQuantisationTables(
  data: Uint8Array,
  header: JpegHeader,
  warn: (message: string) => void,
): void {
  let at = 0;
  while (at < data.length) {
    const id = u8(data, at) & 15;
    const wide = u8(data, at) >> 4 !== 0;
    const size = wide ? 128 : 64;
    if (at + 1 + size > data.length) {
      warn('A quantisation table is cut short.');
      return;
    }
    const values = new Array<number>(64).fill(0);
    ZIGZAG.forEach((place, index) => {
      values[place] = wide ? u16(data, at + 1 + index * 2) : u8(data, at + 1 + index);
    });
    const tables = header.quantisationTables.filter((table) => table.id !== id);
    header.quantisationTables = [...tables, { id, bits: wide ? 16 : 8, values }];
    at += 1 + size;
  }
}

/** Reads a frame header (SOFn): process, precision, size and components. The first frame of the file counts. */
export function readFrame(data: Uint8Array, marker: number, header: JpegHeader, out: Collector): void {
  if (header.components.length > 0) return;
  const count = u8(data, 5);
  if (data.length < 6 + count * 3) {
    out.warn('The frame header is cut short.');
    return;
  }
  header.precision = u8(data, 0);
  out.container.height = u16(data, 1);
  out.container.width = u16(data, 3);
  const kind = marker & 3;
  const differential = marker >= 0xc5 && (marker & 7) >= 5;
  header.process = differential
    ? 'other'
    : marker === 0xc0
      ? 'baseline'
      : ((['other', 'extended', 'progressive', 'lossless'] as const)[kind] ?? 'other');
  header.progressive = kind === 2;
  header.arithmeticCoding = marker >= 0xc9;
  for (let index = 0; index < count; index++) {
    const at = 6 + index * 3;
    header.components.push({
      id: u8(data, at),
      horizontal: u8(data, at + 1) >> 4,
      vertical: u8(data, at + 1) & 15,
      quantisationTable: u8(data, at + 2),
    });
  }
}

/** The usual name of the chroma subsampling, or the factors as written where it has none. */
export function subsamplingName(components: JpegComponent[]): string {
  if (components.length === 1) return 'grey';
  const written = components.map(({ horizontal, vertical }) => `${horizontal}x${vertical}`).join(',');
  const names: Record<string, string> = {
    '1x1,1x1,1x1': '4:4:4',
    '2x1,1x1,1x1': '4:2:2',
    '2x2,1x1,1x1': '4:2:0',
    '1x2,1x1,1x1': '4:4:0',
    '4x1,1x1,1x1': '4:1:1',
    '2x2,2x1,2x1': '4:4:0',
    '2x2,1x2,1x2': '4:2:2',
    '2x2,2x2,2x2': '4:4:4',
  };
  return names[written] ?? written;
}
