import type { Clusters } from './clusters.js';
import { findCropPairs } from './crops.js';
import { halve, transformWhole } from './signature.js';
import { findWholePairs, type Searched } from './whole.js';

/** What near-duplicate search needs of a picture. */
export interface Look {
  /** GREY_SIDE × GREY_SIDE luma, the whole picture squashed to a square. */
  grey: Uint8Array;
  /** Width over height of the picture itself. */
  aspect: number;
}

/** Two looks, by index, that show the same picture; `a < b`. */
export interface NearPair {
  a: number;
  b: number;
  kind: 'near' | 'near-turned' | 'crop';
  correlation: number;
  /** For `crop`: which of the two is the part, and where it lies in the other, in fractions of its sides. */
  part?: { index: number; x: number; y: number; width: number; height: number };
}

/** Grey pictures of less standard deviation than this (of 255) show too little to be told apart. */
const PLAIN = 4;

/** True for a picture too plain to be told from others by its look. */
export function isPlain(grey: Uint8Array): boolean {
  let sum = 0;
  let squares = 0;
  for (const value of grey) {
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / grey.length - (sum / grey.length) ** 2)) < PLAIN;
}

/** A cluster of this many pictures is not searched for further pairs inside itself. */
const LARGE_CLUSTER = 20;

/**
 * Pairs of looks that show the same picture: saved, scaled or mildly retouched again, mirrored, turned by
 * quarter turns, or one cut out of the other (upright or mirrored, about half of each side kept, in one of the
 * data set's common proportions). Candidates come from signatures in a hash index and are confirmed by
 * correlation: the work grows with the number of pictures times the few that look alike, not with its square.
 * Plain pictures and those that `skip` names are not searched. Each pair is joined in `clusters`; of large
 * clusters only the pairs that made them are given.
 */
export function* findNearPairs(
  looks: readonly Look[],
  skip: (index: number) => boolean,
  clusters: Clusters,
): Generator<NearPair> {
  const searched: Searched[] = [];
  looks.forEach(({ grey, aspect }, index) => {
    if (skip(index) || isPlain(grey)) return;
    searched.push({ index, grey, aspect, coefficients: transformWhole(halve(grey)) });
  });
  const known = new Set<number>();
  const keyOf = (a: number, b: number): number => Math.min(a, b) * looks.length + Math.max(a, b);
  const isSettled = (a: number, b: number): boolean =>
    known.has(keyOf(a, b)) || (clusters.sizeOf(a) >= LARGE_CLUSTER && clusters.find(a) === clusters.find(b));
  for (const search of [findWholePairs, findCropPairs]) {
    for (const pair of search(searched, isSettled)) {
      known.add(keyOf(pair.a, pair.b));
      clusters.join(pair.a, pair.b);
      yield pair;
    }
  }
}
