import { crop, type Image } from '../../image/index.js';
import type { Detector } from '../detector.js';
import type { Probe } from './explanation.js';
import { judgeMade } from './judge-made.js';

/** Most crops of a picture along a side. */
const MOST = 16;

/** Where `size`-pixel squares start along a side: half a square apart, or further where there would be too many. */
export function cropStarts(side: number, size: number): number[] {
  const room = side - size;
  const count = Math.min(MOST, Math.ceil(room / (size / 2)) + 1);
  return Array.from({ length: count }, (_, i) => Math.round((room * i) / Math.max(1, count - 1)));
}

/** Judges squares of native pixels all over a picture, none smaller than `size`: the log-odds of fake of each. */
export async function judgeCrops(
  detector: Pick<Detector, 'predict'>,
  image: Image,
  size: number,
): Promise<Probe[]> {
  const { width, height } = image;
  const columns = cropStarts(width, size);
  const places = cropStarts(height, size).flatMap((top) => columns.map((left) => ({ left, top })));
  const logits = await judgeMade(detector, places, (place) =>
    crop(image, { ...place, width: size, height: size }),
  );
  return places.map(({ left, top }, i) => ({
    left: left / width,
    top: top / height,
    right: (left + size) / width,
    bottom: (top + size) / height,
    value: logits[i]!,
  }));
}
