import { crop, type Image } from '../../image/index.js';
import type { Detector } from '../detector.js';
import type { Probe } from './explanation.js';

/** Most crops of a picture along a side. */
const MOST = 16;
/** Crops made at a time: memory holds no more. */
const BATCH = 8;

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
  const probes: Probe[] = [];
  for (let at = 0; at < places.length; at += BATCH) {
    const some = places.slice(at, at + BATCH);
    const results = await detector.predict(
      some.map((place) => crop(image, { ...place, width: size, height: size })),
    );
    some.forEach(({ left, top }, i) =>
      probes.push({
        left: left / width,
        top: top / height,
        right: (left + size) / width,
        bottom: (top + size) / height,
        value: results[i]!.logit,
      }),
    );
  }
  return probes;
}
