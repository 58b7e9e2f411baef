import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { mapInOrder } from '../../../concurrency.js';
import { AssayError, isAssayError } from '../../../errors.js';
import { DEFAULT_IMAGE_LIMITS, type ImageLimits } from '../../../image/limits.js';
import { readImageFile } from '../../../image/read-image-file.js';
import type { Sample, SkippedFile } from '../../sample.js';
import type { FactCache } from './cache.js';
import { type FileRecord, measureFile } from './record.js';

/** A sample with what was measured of it. */
export interface MeasuredSample {
  sample: Sample;
  /** Hex SHA-256 of the file's bytes. */
  sha256: string;
  record: FileRecord;
}

/** How files are read. */
export interface GatherOptions extends Partial<ImageLimits> {
  cache: FactCache;
  /** Files under way at once. Default: the cores, at most 4. */
  concurrency?: number;
  onFile?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** Measured samples in the order given, and those that could not be read or decoded. */
export interface Gathered {
  measured: MeasuredSample[];
  failed: SkippedFile[];
  /** How many came from the cache. */
  cached: number;
}

/**
 * Reads and measures every sample, a bounded number at once: of each only the record stays in memory. A file
 * that fails is listed with its code and the rest goes on. Throws E_ARGUMENT, and the signal's reason.
 */
export async function gatherRecords(samples: readonly Sample[], options: GatherOptions): Promise<Gathered> {
  const { cache, onFile, signal, concurrency = Math.min(4, availableParallelism()), ...limits } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new AssayError('E_ARGUMENT', `concurrency is ${concurrency}; a whole number from 1 was expected.`);
  }
  const gathered: Gathered = { measured: [], failed: [], cached: 0 };
  let done = 0;
  for await (const result of mapInOrder(samples, concurrency, (sample) => measure(sample, cache, limits))) {
    signal?.throwIfAborted();
    if ('failed' in result) gathered.failed.push(result.failed);
    else {
      gathered.measured.push(result.measured);
      if (result.isCached) gathered.cached++;
    }
    onFile?.(++done, samples.length);
  }
  return gathered;
}

type Result = { measured: MeasuredSample; isCached: boolean } | { failed: SkippedFile };

async function measure(sample: Sample, cache: FactCache, limits: Partial<ImageLimits>): Promise<Result> {
  try {
    const bytes = await readImageFile(sample.file, limits.maxBytes ?? DEFAULT_IMAGE_LIMITS.maxBytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const known = await cache.get(sha256);
    if (known !== null) return { measured: { sample, sha256, record: known }, isCached: true };
    const record = await measureFile(bytes, sample.id, limits);
    await cache.set(sha256, record);
    return { measured: { sample, sha256, record }, isCached: false };
  } catch (error) {
    if (!isAssayError(error)) throw error;
    return { failed: { id: sample.id, code: error.code, message: error.message } };
  }
}
