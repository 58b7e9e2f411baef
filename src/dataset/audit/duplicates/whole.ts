import { compare, isSamePicture } from './compare.js';
import { type Patch, wholePatch } from './patch.js';
import type { NearPair } from './near.js';
import { createSignatureIndex } from './signature-index.js';
import { BANDS, coarseCorrelation, readSignature, TURNS, type Coefficients } from './signature.js';

/** Whether a pair, by place in the data set, needs no further look. */
export type IsSettled = (a: number, b: number) => boolean;

/** What a search goes through: pictures that are not too plain, by their place in the data set. */
export interface Searched {
  index: number;
  grey: Uint8Array;
  aspect: number;
  coefficients: Coefficients;
}

/** Differing bits of 48 up to which two pictures are looked at at all, and weak bits flipped a band. */
const MAX_BITS = 12;
const PROBES = 6;
/** Correlation of the coarsest structure from which two pictures are compared in detail. */
const WORTH_COMPARING = 0.7;

/** Most candidates compared in detail for one picture, the likeliest first: bounds the work on uniform sets. */
const MAX_CANDIDATES = 64;

/**
 * Pairs of whole pictures that are the same, in any of the eight ways a picture can lie. Pairs that `isSettled`
 * are passed over.
 */
export function* findWholePairs(searched: readonly Searched[], isSettled: IsSettled): Generator<NearPair> {
  const index = createSignatureIndex(signaturesOf(searched));
  const bands = new Uint16Array(BANDS);
  const magnitudes = new Float32Array(BANDS * 16);
  for (let k = 0; k < searched.length; k++) {
    const query = searched[k]!;
    const candidates = new Map<number, { turn: number; correlation: number }>();
    for (let turn = 0; turn < TURNS.length; turn++) {
      readSignature(query.coefficients, turn, bands, magnitudes);
      index.aim(magnitudes, PROBES);
      index.query(bands, MAX_BITS, (found) => {
        if (found >= k) return;
        const correlation = coarseCorrelation(searched[found]!.coefficients, query.coefficients, turn);
        if (correlation > (candidates.get(found)?.correlation ?? WORTH_COMPARING)) {
          candidates.set(found, { turn, correlation });
        }
      });
    }
    const likeliest = [...candidates].sort((a, b) => b[1].correlation - a[1].correlation);
    const patches = new Map<number, Patch>();
    for (const [found, { turn }] of likeliest.slice(0, MAX_CANDIDATES)) {
      const other = searched[found]!;
      if (isSettled(other.index, query.index)) continue;
      const patch = patches.get(turn) ?? wholePatch(query.grey, turn);
      patches.set(turn, patch);
      const likeness = compare(patch, wholePatch(other.grey));
      if (!isSamePicture(likeness)) continue;
      const kind = turn === 0 ? 'near' : 'near-turned';
      yield { a: other.index, b: query.index, kind, correlation: likeness.grey };
    }
  }
}

/** The signatures of pictures as given, BANDS numbers each. */
export function signaturesOf(searched: readonly Searched[]): Uint16Array {
  const signatures = new Uint16Array(searched.length * BANDS);
  searched.forEach(({ coefficients }, k) =>
    readSignature(coefficients, 0, signatures.subarray(k * BANDS, (k + 1) * BANDS)),
  );
  return signatures;
}
