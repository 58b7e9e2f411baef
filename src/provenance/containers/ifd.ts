import { u16, u32, u64 } from './bytes.js';
import { LIMITS } from './limits.js';

/** One entry of a TIFF directory: its value bytes, not yet read as numbers or text. */
export interface IfdEntry {
  tag: number;
  /** TIFF field type: 1 byte, 2 ASCII, 3 short, 4 long, 5 rational, 7 undefined, … */
  type: number;
  count: number;
  /** Where the value lies, from the start of the TIFF structure. */
  offset: number;
  data: Uint8Array;
}

/** One directory. `name`: 'IFD0', 'IFD1', …, 'Exif', 'GPS', 'Interop', 'SubIFD'. */
export interface Ifd {
  name: string;
  offset: number;
  entries: IfdEntry[];
}

/** A TIFF structure: the body of a TIFF file or of an EXIF block. */
export interface TiffStructure {
  little: boolean;
  big: boolean;
  directories: Ifd[];
  warnings: string[];
}

const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
/** UTF-8 text, new in EXIF 3.0. */
const TYPE_UTF8 = 129;

/** Bytes of one value of a field type; 0 for an unknown one. */
function typeBytes(type: number): number {
  return type === TYPE_UTF8 ? 1 : (TYPE_BYTES[type] ?? 0);
}

const POINTERS: Record<number, string> = {
  330: 'SubIFD',
  34665: 'Exif',
  34853: 'GPS',
  40965: 'Interop',
};

/**
 * Reads the directories of a TIFF structure (TIFF 6.0, BigTIFF, EXIF 3.0), following the chain and the EXIF,
 * GPS, interoperability and sub-directory pointers. Loops, lengths past the end and counts are bounded; a
 * broken entry is left out with a warning. Returns undefined where the header is not TIFF.
 */
export function readTiffStructure(bytes: Uint8Array): TiffStructure | undefined {
  const order = u16(bytes, 0);
  const little = order === 0x4949;
  if (bytes.length < 8 || (!little && order !== 0x4d4d)) return undefined;
  const version = u16(bytes, 2, little);
  const big = version === 43;
  // Olympus and Panasonic raw files use other version words; none of them is read here.
  if (!big && version !== 42) return undefined;
  const structure: TiffStructure = { little, big, directories: [], warnings: [] };
  const queue: { name: string; offset: number }[] = [
    { name: 'IFD0', offset: big ? u64(bytes, 8, little) : u32(bytes, 4, little) },
  ];
  const seen = new Set<number>();
  let chained = 0;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next.offset)) {
      warn(structure, `Directory ${next.name} points back to one already read.`);
      continue;
    }
    if (seen.size >= LIMITS.directories) {
      warn(structure, `More than ${LIMITS.directories} directories; the rest was not read.`);
      break;
    }
    seen.add(next.offset);
    const { directory, following } = readDirectory(bytes, next.name, next.offset, structure);
    if (directory === undefined) continue;
    structure.directories.push(directory);
    for (const entry of directory.entries) {
      const name = POINTERS[entry.tag];
      if (name === undefined) continue;
      for (const offset of pointerValues(entry, structure)) queue.push({ name, offset });
    }
    if (following > 0 && /^IFD\d+$/.test(next.name))
      queue.push({ name: `IFD${++chained}`, offset: following });
  }
  return structure;
}

function readDirectory(
  bytes: Uint8Array,
  name: string,
  offset: number,
  structure: TiffStructure,
): { directory?: Ifd; following: number } {
  const { little, big } = structure;
  const [countBytes, entryBytes, inline] = big ? [8, 20, 8] : [2, 12, 4];
  if (offset < 8 || offset + countBytes > bytes.length) {
    warn(structure, `Directory ${name} lies outside the data.`);
    return { following: 0 };
  }
  const stated = big ? u64(bytes, offset, little) : u16(bytes, offset, little);
  const fitting = Math.floor((bytes.length - offset - countBytes) / entryBytes);
  const count = Math.min(stated, fitting, LIMITS.entries);
  if (count < stated) warn(structure, `Directory ${name} says ${stated} entries; ${count} were read.`);
  const entries: IfdEntry[] = [];
  for (let index = 0; index < count; index++) {
    const at = offset + countBytes + index * entryBytes;
    const type = u16(bytes, at + 2, little);
    const values = big ? u64(bytes, at + 4, little) : u32(bytes, at + 4, little);
    const size = values * typeBytes(type);
    const slot = at + entryBytes - inline;
    const place = size <= inline ? slot : big ? u64(bytes, slot, little) : u32(bytes, slot, little);
    if (size === 0) continue;
    const tag = u16(bytes, at, little);
    if (place + size > bytes.length) {
      warn(structure, `Tag ${tag} in ${name} says ${size} bytes outside the data.`);
      continue;
    }
    entries.push({ tag, type, count: values, offset: place, data: bytes.subarray(place, place + size) });
  }
  const after = offset + countBytes + count * entryBytes;
  const whole = count === stated && after + inline <= bytes.length;
  const following = !whole ? 0 : big ? u64(bytes, after, little) : u32(bytes, after, little);
  return { directory: { name, offset, entries }, following };
}

function pointerValues(entry: IfdEntry, { little }: TiffStructure): number[] {
  const size = typeBytes(entry.type);
  const count = size === 4 || size === 8 ? Math.min(entry.count, LIMITS.directories) : 0;
  return Array.from({ length: count }, (_, index) =>
    size === 8 ? u64(entry.data, index * 8, little) : u32(entry.data, index * 4, little),
  );
}

function warn(structure: TiffStructure, message: string): void {
  if (structure.warnings.length < 20 && !structure.warnings.includes(message))
    structure.warnings.push(message);
}
