import { decodeLatin1, matches, u16, u32 } from '../containers/bytes.js';
import { readTiffStructure, type IfdEntry } from '../containers/ifd.js';
import { spend, type Budget } from './budget.js';
import { EXIF_NAMES, XP_TAGS } from './exif-tags.js';
import { decodeText, decodeUtf16 } from './text.js';

/** The tags of an EXIF block that bear on provenance, by name; others are not kept. */
export interface Exif {
  text: Record<string, string>;
  numbers: Record<string, number[]>;
  /** The block has GPS positions, a maker note. */
  gps: boolean;
  makerNote: boolean;
  warnings: string[];
}

const MAX_NUMBERS = 16;

/** Reads the EXIF tags of a TIFF structure; undefined where the header is not TIFF. Never throws. */
export function readExif(bytes: Uint8Array, budget: Budget): Exif | undefined {
  const structure = readTiffStructure(bytes);
  if (structure === undefined) return undefined;
  const exif: Exif = { text: {}, numbers: {}, gps: false, makerNote: false, warnings: structure.warnings };
  for (const directory of structure.directories) {
    if (directory.name === 'GPS') exif.gps ||= directory.entries.some(({ tag }) => tag === 2 || tag === 4);
    if (directory.name !== 'IFD0' && directory.name !== 'Exif') continue;
    for (const entry of directory.entries) {
      const name = EXIF_NAMES[entry.tag];
      if (name === undefined || name in exif.text || name in exif.numbers) continue;
      if (name === 'MakerNote') exif.makerNote = true;
      else readTag(exif, name, entry, structure.little, budget);
    }
  }
  return exif;
}

function readTag(exif: Exif, name: string, entry: IfdEntry, little: boolean, budget: Budget): void {
  const isText = entry.type === 2 || entry.type === 7 || entry.type === 129 || XP_TAGS.has(entry.tag);
  if (!isText) {
    exif.numbers[name] = readNumbers(entry, little);
    return;
  }
  if (!spend(budget, entry.data.length)) {
    exif.warnings.push(`${name} is too long to be read.`);
    return;
  }
  const text = readText(entry, little).replace(/\0+$/, '').trim();
  if (text !== '') exif.text[name] = text;
}

function readText(entry: IfdEntry, little: boolean): string {
  const { data } = entry;
  if (XP_TAGS.has(entry.tag)) return decodeUtf16(data, true);
  if (entry.tag === 37510) return readUserComment(data, little);
  return decodeText(data);
}

/**
 * UserComment: an 8-byte character code, then the text (EXIF 3.0, 4.6.6). Stable Diffusion tools write UTF-16 in
 * big-endian order whatever the order of the block, so the order is told from the text.
 */
function readUserComment(data: Uint8Array, little: boolean): string {
  if (matches(data, 0, 'UNICODE\0')) return decodeUtf16(data.subarray(8), little);
  if (matches(data, 0, 'ASCII\0\0\0') || matches(data, 0, '\0\0\0\0\0\0\0\0'))
    return decodeText(data.subarray(8));
  if (matches(data, 0, 'JIS\0\0\0\0\0')) return decodeLatin1(data.subarray(8));
  return decodeText(data);
}

function readNumbers(entry: IfdEntry, little: boolean): number[] {
  const { data, type } = entry;
  const count = Math.min(entry.count, MAX_NUMBERS);
  return Array.from({ length: count }, (_, index) => {
    if (type === 3) return u16(data, index * 2, little);
    if (type === 8) return (u16(data, index * 2, little) << 16) >> 16;
    if (type === 4) return u32(data, index * 4, little);
    if (type === 9) return u32(data, index * 4, little) | 0;
    if (type === 5) return u32(data, index * 8, little) / u32(data, index * 8 + 4, little);
    if (type === 10) return (u32(data, index * 8, little) | 0) / (u32(data, index * 8 + 4, little) | 0);
    return data[index] ?? 0;
  }).map((value) => (Number.isFinite(value) ? value : 0));
}
