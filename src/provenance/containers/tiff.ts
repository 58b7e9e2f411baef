import { u16, u32 } from './bytes.js';
import { createCollector } from './collect.js';
import type { MetadataKind, Walk } from './container.js';
import { readTiffStructure, type IfdEntry } from './ifd.js';

const HOLDS: Record<number, MetadataKind> = {
  700: 'xmp',
  33723: 'iptc',
  34377: 'photoshop',
  34675: 'icc',
  52545: 'c2pa',
};

/** Walks the directories of a TIFF or DNG. The file itself is its EXIF block. */
export function walkTiff(bytes: Uint8Array): Walk {
  const structure = readTiffStructure(bytes);
  const dng = structure?.directories.some(({ entries }) => entries.some(({ tag }) => tag === 50706));
  const out = createCollector(dng ? 'dng' : 'tiff');
  if (structure === undefined) {
    out.warn('The TIFF header is broken.');
    return out;
  }
  structure.warnings.forEach(out.warn);
  if (structure.directories.length === 0) return out;
  // The whole file, whatever its size: directories point anywhere into it, and nothing is copied.
  out.blocks.push({ kind: 'exif', where: 'TIFF directories', data: bytes });
  for (const { name, entries } of structure.directories) {
    for (const entry of entries) {
      const holds = HOLDS[entry.tag];
      const known = name.startsWith('IFD') || name === 'SubIFD' ? holds : undefined;
      if (!out.segment(`${name} tag ${entry.tag}`, entry.offset, entry.data.length, known)) return out;
      if (known !== undefined && known !== 'c2pa') {
        out.block({ kind: known, where: `tag ${entry.tag}`, data: entry.data });
      }
    }
  }
  // A DNG keeps a thumbnail in its first directory and the picture in another; a TIFF's first page is the picture.
  const candidates = dng ? structure.directories : structure.directories.slice(0, 1);
  for (const { entries } of candidates) {
    const width = numberOf(entries, 256, structure.little);
    const height = numberOf(entries, 257, structure.little);
    const area = (out.container.width ?? 0) * (out.container.height ?? 0);
    if (width * height > area) Object.assign(out.container, { width, height });
  }
  return out;
}

function numberOf(entries: IfdEntry[], tag: number, little: boolean): number {
  const entry = entries.find((candidate) => candidate.tag === tag);
  if (entry?.type === 3) return u16(entry.data, 0, little);
  return entry?.type === 4 ? u32(entry.data, 0, little) : 0;
}
