import { createHash } from 'node:crypto';
import { decodeImage } from '../../../image/decode.js';
import type { ImageLimits } from '../../../image/limits.js';
import { readHeaderFacts } from './header-facts.js';
import type { Facts } from './names.js';
import { measurePixels } from './pixel-facts.js';

/** All the audit keeps of one file: facts, and small pictures of about 6 KB. */
export interface FileRecord {
  facts: Facts;
  /** Hex SHA-256 of the decoded pixels and their dimensions. */
  pixels: string;
  /** See `PixelMeasures`. */
  grey: Uint8Array;
  corners: Uint8Array;
}

/** One file to be measured. */
export interface MeasureTask {
  bytes: Uint8Array;
  /** For messages. */
  name: string;
  limits: Partial<ImageLimits>;
}

/**
 * Measures one file with a single, full decode (sharpness needs the stored pixels, so nothing is shrunk on
 * load). Throws what `decodeImage` throws.
 */
export async function measureFile({ bytes, name, limits }: MeasureTask): Promise<FileRecord> {
  const { data, ...image } = await decodeImage(bytes, { ...limits, name });
  const header = readHeaderFacts(bytes, image);
  const { facts, grey, corners } = measurePixels({ ...image, data });
  const pixels = createHash('sha256').update(`${image.width} ${image.height} `).update(data).digest('hex');
  return { facts: { ...header, ...facts }, pixels, grey, corners };
}
