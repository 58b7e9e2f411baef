import type { MetadataBlock } from '../../provenance/containers/container.js';
import { u16 } from '../../provenance/containers/bytes.js';
import { readTiffStructure } from '../../provenance/containers/ifd.js';

const ORIENTATION = 274;

/** The EXIF orientation (1–8) in a file's metadata; 1 where it says nothing. */
export function orientationOf(blocks: readonly MetadataBlock[]): number {
  const exif = blocks.find(({ kind }) => kind === 'exif');
  const structure = exif && readTiffStructure(exif.data);
  const first = structure?.directories.find(({ name }) => name === 'IFD0');
  const entry = first?.entries.find(({ tag }) => tag === ORIENTATION);
  const value = entry && structure ? u16(entry.data, 0, structure.little) : 1;
  return value >= 1 && value <= 8 ? value : 1;
}
