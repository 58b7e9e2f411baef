import type { Sample, SkippedFile } from './sample.js';
import { decodeMany, type Image, resizeArea } from '../image/index.js';
import type { Label } from '../labels.js';
import { type Random, shuffle } from '../random.js';

/** Pictures of one class to look at, with those that could not be read left out. */
export interface Gallery {
  label: Label;
  items: { id: string; image: Image }[];
  /** Pictures that were drawn and could not be read; others took their places. */
  unreadable: SkippedFile[];
}

/** Longest side kept for showing, pixels: a grid of 16 originals must not fill the memory. */
const SHOWN_SIDE = 384;

/**
 * Draws `count` readable pictures of a class at random (the recipe looks at 16 of each), in order of id.
 * Fewer where there are fewer.
 */
export async function drawGallery(
  samples: readonly Sample[],
  label: Label,
  count: number,
  random: Random,
): Promise<Gallery> {
  const candidates = shuffle(
    samples.filter((sample) => sample.label === label),
    random.fork(`gallery ${label}`),
  );
  const items: Gallery['items'] = [];
  const unreadable: SkippedFile[] = [];
  for await (const result of decodeMany(candidates)) {
    if ('error' in result) {
      const { code, message } = result.error;
      unreadable.push({ id: result.item.id, code, message });
      continue;
    }
    items.push({ id: result.item.id, image: shrink(result.image) });
    if (items.length === count) break;
  }
  return { label, items: items.sort((a, b) => (a.id < b.id ? -1 : 1)), unreadable };
}

/** The picture as it is, or made smaller for showing. */
export function shrink(image: Image): Image {
  const factor = SHOWN_SIDE / Math.max(image.width, image.height);
  if (factor >= 1) return image;
  const side = (length: number): number => Math.max(1, Math.round(length * factor));
  return resizeArea(image, side(image.width), side(image.height));
}
