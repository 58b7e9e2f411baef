import { compare, isSamePicture } from './compare.js';
import { type Patch, wholePatch } from './patch.js';
import { type IsSettled, type NearPair, type Searched, signaturesOf } from './searched.js';
import { createSignatureIndex } from './signature-index.js';
import { BANDS, coarseCorrelation, readSignature, TURNS } from './signature.js';

/** Differing bits of 48 up to which two pictures are looked at at all, and weak bits flipped a band. */
const MAX_BITS = 12;
const PROBES = 6;
/** Correlation of the coarsest structure from which two pictures are compared in detail. */
const WORTH_COMPARING = 0.7;

/** Most candidates compared in detail for one picture, the likeliest first: bounds the work on uniform sets. */
const MAX_CANDIDATES = 64;

/**
 * A search for pictures before `searched[k]` that are the same as it, in any of the eight ways a picture can lie.
 * Pairs that `isSettled` are passed over.
 */
export function createWholeSearch(
  searched: readonly Searched[],
): (k: number, isSettled: IsSettled) => NearPair[] {
  const index = createSignatureIndex(signaturesOf(searched));
  const bands = new Uint16Array(BANDS);
  const magnitudes = new Float32Array(BANDS * 16);
  return (k, isSettled) => {
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
    const pairs: NearPair[] = [];
    for (const [found, { turn }] of likeliest.slice(0, MAX_CANDIDATES)) {
      const other = searched[found]!;
      if (isSettled(other.index, query.index)) continue;
      const patch = patches.get(turn) ?? wholePatch(query.grey, turn);
      patches.set(turn, patch);
      const likeness = compare(patch, wholePatch(other.grey));
      if (!isSamePicture(likeness)) continue;
      const kind = turn === 0 ? 'near' : 'near-turned';
      pairs.push({ a: other.index, b: query.index, kind, correlation: likeness.grey });
    }
    return pairs;
  };
}
