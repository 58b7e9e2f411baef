import { toBase64 } from '../../base64.js';
import { mapInOrder } from '../../concurrency.js';
import { isAssayError } from '../../errors.js';
import { decodeImage } from '../../image/decode.js';
import { encodeJpeg, encodePng } from '../../image/encode.js';
import type { ImageLimits } from '../../image/limits.js';
import { resizeArea } from '../../image/resize-area.js';
import type { Sample } from '../sample.js';
import { CORNER_SIDE } from './facts/pixel-facts.js';
import type { Thumbnail } from './types.js';

/** Longest side of a thumbnail. */
const LONGEST = 128;
/** Most thumbnails of a report: about 4 KB each. */
export const MAX_THUMBNAILS = 150;

/** Thumbnails of the samples with these ids, the first MAX_THUMBNAILS of them. */
export async function makeThumbnails(
  samples: readonly Pick<Sample, 'id' | 'file'>[],
  ids: Iterable<string>,
  limits: Partial<ImageLimits>,
): Promise<Record<string, Thumbnail>> {
  const wanted = new Set([...new Set(ids)].slice(0, MAX_THUMBNAILS));
  const chosen = samples.filter(({ id }) => wanted.has(id));
  const entries: [string, Thumbnail][] = [];
  for await (const entry of mapInOrder(chosen, 2, (sample) => makeThumbnail(sample, limits))) {
    if (entry !== null) entries.push(entry);
  }
  return Object.fromEntries(entries);
}

async function makeThumbnail(
  { id, file }: Pick<Sample, 'id' | 'file'>,
  limits: Partial<ImageLimits>,
): Promise<[string, Thumbnail] | null> {
  try {
    const image = await decodeImage(file, limits);
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const width = Math.max(1, Math.round(image.width * scale));
    const height = Math.max(1, Math.round(image.height * scale));
    const bytes = await encodeJpeg(resizeArea(image, width, height), { quality: 75 });
    return [id, { mediaType: 'image/jpeg', base64: toBase64(bytes), width, height }];
  } catch (error) {
    // The file was read a moment ago; if it is gone by now the report does without its picture.
    if (isAssayError(error)) return null;
    throw error;
  }
}

/** The mean of corner patches, each cell four pixels wide. */
export async function makeCornerPicture(corners: readonly Uint8Array[]): Promise<Thumbnail> {
  const side = CORNER_SIDE * 4;
  const data = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const cell = (y >> 2) * CORNER_SIDE + (x >> 2);
      const sum = corners.reduce((total, corner) => total + corner[cell]!, 0);
      data[y * side + x] = Math.round(sum / Math.max(1, corners.length));
    }
  }
  const bytes = await encodePng({ width: side, height: side, data });
  return { mediaType: 'image/png', base64: toBase64(bytes), width: side, height: side };
}
