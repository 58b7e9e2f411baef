import { createClusters, type Clusters } from './clusters.js';
import { createCropSearches, type CropSearch } from './crops.js';
import type { IsSettled, NearPair, Searched } from './searched.js';
import { GREY_SIDE, halve, transformWhole } from './signature.js';
import { createWholeSearch } from './whole.js';

/** The pictures of a search in a form that threads can share. */
export interface SharedLooks {
  /** Rows of the data set to be searched, ascending. */
  rows: Uint32Array;
  /** Width over height of each. */
  aspects: Float64Array;
  /** Their grey pictures, one after the other. */
  greys: Uint8Array;
}

/** A part of a search: pictures `from` … `to` (places in `rows`), as wholes or in one of the common proportions. */
export interface SearchTask {
  /** −1: compared as wholes; else the number of the proportions in which parts are looked for. */
  crop: number;
  from: number;
  to: number;
}

/** Searches through shared pictures. Tasks come in ascending order, some may be left to other threads. */
export interface Search {
  /** How many common proportions there are to look for parts in. */
  crops: number;
  run(task: SearchTask): NearPair[];
}

/** A cluster of this many pictures is not searched for further pairs inside itself. */
const LARGE_CLUSTER = 20;

/** Which pairs need no further look: known ones, and those inside a large cluster. */
export interface Settled {
  isSettled: IsSettled;
  add(pair: NearPair): void;
}

/** Keeps account of pairs found, in `clusters` too. */
export function createSettled(clusters: Clusters, count: number): Settled {
  const known = new Set<number>();
  const keyOf = (a: number, b: number): number => Math.min(a, b) * count + Math.max(a, b);
  return {
    isSettled: (a, b) =>
      known.has(keyOf(a, b)) ||
      (clusters.sizeOf(a) >= LARGE_CLUSTER && clusters.find(a) === clusters.find(b)),
    add: ({ a, b }) => {
      known.add(keyOf(a, b));
      clusters.join(a, b);
    },
  };
}

/**
 * A search for pairs that show the same picture. What it knows of itself and of `known` pairs saves it looks at
 * what is settled; a search that knows less finds the same pairs and some that are settled.
 */
export function createSearch(
  { rows, aspects, greys }: SharedLooks,
  count: number,
  known: readonly NearPair[] = [],
): Search {
  const searched = Array.from(rows, (index, k): Searched => {
    const grey = greys.subarray(k * GREY_SIDE ** 2, (k + 1) * GREY_SIDE ** 2);
    return { index, grey, aspect: aspects[k]!, coefficients: transformWhole(halve(grey)) };
  });
  const settled = createSettled(createClusters(count), count);
  for (const pair of known) settled.add(pair);
  const makers = createCropSearches(searched);
  let whole: ReturnType<typeof createWholeSearch> | null = null;
  let crop: { number: number; search: CropSearch } | null = null;
  return {
    crops: makers.length,
    run({ crop: number, from, to }) {
      const found: NearPair[] = [];
      for (let k = from; k < to; k++) {
        if (number < 0) whole ??= createWholeSearch(searched);
        else if (crop?.number !== number) crop = { number, search: makers[number]!() };
        const pairs = number < 0 ? whole!(k, settled.isSettled) : crop!.search.find(k, settled.isSettled);
        for (const pair of pairs) settled.add(pair);
        found.push(...pairs);
      }
      return found;
    },
  };
}
