import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { LIMITS } from '../containers/limits.js';
import { spend, type Budget } from './budget.js';

const UNPACKERS = { deflate: inflateSync, gzip: gunzipSync, brotli: brotliDecompressSync } as const;

/**
 * Decompresses within the budget. Returns undefined where the stream is broken or would grow past it, so that a
 * bomb costs at most `LIMITS.blockBytes`.
 */
export function unpack(
  data: Uint8Array,
  packing: keyof typeof UNPACKERS,
  budget: Budget,
): Uint8Array | undefined {
  const maxOutputLength = Math.min(LIMITS.blockBytes, budget.left);
  if (maxOutputLength <= 0) return undefined;
  try {
    const unpacked = UNPACKERS[packing](data, { maxOutputLength });
    spend(budget, unpacked.length);
    return unpacked;
  } catch {
    // A bomb that was cut off has cost the work already.
    spend(budget, Math.min(budget.left, data.length));
    return undefined;
  }
}
