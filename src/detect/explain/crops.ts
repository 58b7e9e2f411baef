import { crop, layTiles, type Image, resizeLinear } from '../../image/index.js';
import type { Detector } from '../detector.js';
import type { Probe } from './explanation.js';
import type { TilesView } from '../../model/index.js';
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
export function judgeCrops(
  detector: Pick<Detector, 'predict'>,
  image: Image,
  size: number,
): Promise<Probe[]> {
  return probe(image, size, (places, make) => judgeMade(detector, places, make));
}

/**
 * The same by a detector that judges several squares at once, as many as one view of it holds (the last of a `mixed` one is
 * not of native pixels, and stays empty). A picture smaller than a square is enlarged.
 */
export function judgeTiles(
  detector: Pick<Detector, 'tileLogits'>,
  image: Image,
  { kind, size, tiles }: TilesView,
): Promise<Probe[]> {
  const atOnce = tiles * tiles - (kind === 'mixed' ? 1 : 0);
  const factor = Math.max(1, size / Math.min(image.width, image.height));
  const [width, height] = [image.width, image.height].map((side) => Math.round(side * factor)) as [
    number,
    number,
  ];
  return probe(resizeLinear(image, width, height), size, async (places, make) => {
    const logits: number[] = [];
    for (let at = 0; at < places.length; at += atOnce) {
      const squares = places.slice(at, at + atOnce).map(make);
      const [judged] = await detector.tileLogits([layTiles(squares, size, tiles)]);
      logits.push(...judged!.slice(0, squares.length));
    }
    return logits;
  });
}

interface Place {
  left: number;
  top: number;
}

async function probe(
  image: Image,
  size: number,
  judge: (places: readonly Place[], make: (place: Place) => Image) => Promise<number[]>,
): Promise<Probe[]> {
  const { width, height } = image;
  const columns = cropStarts(width, size);
  const places = cropStarts(height, size).flatMap((top) => columns.map((left) => ({ left, top })));
  const logits = await judge(places, (place) => crop(image, { ...place, width: size, height: size }));
  return places.map(({ left, top }, i) => ({
    left: left / width,
    top: top / height,
    right: (left + size) / width,
    bottom: (top + size) / height,
    value: logits[i]!,
  }));
}
