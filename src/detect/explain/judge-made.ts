import type { Image } from '../../image/index.js';
import type { Detector } from '../detector.js';

/** Pictures made at a time: memory holds no more. */
const BATCH = 8;

/** The log-odds of fake of a picture made for each place, a few of them in memory at a time. */
export async function judgeMade<Place>(
  detector: Pick<Detector, 'predict'>,
  places: readonly Place[],
  make: (place: Place) => Image,
): Promise<number[]> {
  const logits: number[] = [];
  for (let at = 0; at < places.length; at += BATCH) {
    const results = await detector.predict(places.slice(at, at + BATCH).map(make));
    logits.push(...results.map(({ logit }) => logit));
  }
  return logits;
}
