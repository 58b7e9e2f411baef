import { BANDS } from './signature.js';

/** Finds signatures that differ from a query in few bits, without looking at all of them. */
export interface SignatureIndex {
  /**
   * Sets the probes of the queries that follow: in every band each combination of flips of the `probeBits` bits
   * with the smallest `magnitudes` (16 a band), those nearest to tipping over. Mirrored and turned pictures of
   * equal magnitudes can share them.
   */
  aim(magnitudes: Float32Array, probeBits: number): void;
  /**
   * Calls `found` once for every entry within `maxBits` differing bits that shares a band with the query after
   * one of the probes (multi-probe hashing, Lv et al. 2007). Near entries are found almost always, not always.
   */
  query(bands: ArrayLike<number>, maxBits: number, found: (entry: number) => void): void;
}

const BUCKETS = 1 << 16;

/** Builds an index over `signatures`, BANDS numbers an entry. */
export function createSignatureIndex(signatures: Uint16Array): SignatureIndex {
  const count = signatures.length / BANDS;
  const heads = new Int32Array(BUCKETS * BANDS).fill(-1);
  const next = new Int32Array(count * BANDS);
  // One bit a bucket: most probes end here, inside the processor's first cache.
  const isUsed = new Uint8Array((BUCKETS * BANDS) / 8);
  for (let entry = 0; entry < count; entry++) {
    for (let band = 0; band < BANDS; band++) {
      const bucket = band * BUCKETS + signatures[entry * BANDS + band]!;
      next[entry * BANDS + band] = heads[bucket]!;
      heads[bucket] = entry;
      isUsed[bucket >> 3]! |= 1 << (bucket & 7);
    }
  }
  const seen = new Uint32Array(count);
  let stamp = 0;
  const masks = Array.from({ length: BANDS }, () => new Uint16Array(1 << 8));
  let probes = 1;

  return {
    aim(magnitudes, probeBits) {
      probes = 1 << probeBits;
      masks.forEach((own, band) => {
        fillMasks(magnitudes, band * 16, probeBits, own);
      });
    },
    query(bands, maxBits, found) {
      stamp++;
      const [q0, q1, q2] = [bands[0]!, bands[1]!, bands[2]!];
      for (let band = 0; band < BANDS; band++) {
        const own = masks[band]!;
        for (let probe = 0; probe < probes; probe++) {
          const bucket = band * BUCKETS + (bands[band]! ^ own[probe]!);
          if (((isUsed[bucket >> 3]! >> (bucket & 7)) & 1) === 0) continue;
          let entry = heads[bucket]!;
          for (; entry >= 0; entry = next[entry * BANDS + band]!) {
            if (seen[entry] === stamp) continue;
            seen[entry] = stamp;
            const at = entry * BANDS;
            const low = (signatures[at]! ^ q0) | ((signatures[at + 1]! ^ q1) << 16);
            if (countBits(low) + countBits(signatures[at + 2]! ^ q2) <= maxBits) found(entry);
          }
        }
      }
    },
  };
}

const least = new Float32Array(8);
const weakest = new Uint8Array(8);

/** Every combination of flips of the `probeBits` bits with the smallest magnitudes among 16. */
function fillMasks(magnitudes: Float32Array, from: number, probeBits: number, masks: Uint16Array): void {
  least.fill(Infinity);
  for (let bit = 0; bit < 16; bit++) {
    const magnitude = magnitudes[from + bit]!;
    let place = probeBits;
    while (place > 0 && magnitude < least[place - 1]!) {
      least[place] = least[place - 1]!;
      weakest[place] = weakest[place - 1]!;
      place--;
    }
    least[place] = magnitude;
    weakest[place] = bit;
  }
  masks[0] = 0;
  for (let k = 0; k < probeBits; k++) {
    const half = 1 << k;
    const flip = 1 << weakest[k]!;
    for (let probe = 0; probe < half; probe++) masks[probe + half] = masks[probe]! | flip;
  }
}

/** Number of ones in a 32-bit word (Hacker's Delight, figure 5-2). */
export function countBits(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}
