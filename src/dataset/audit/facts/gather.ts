import { createHash } from 'node:crypto';
import { mapInOrder } from '../../../concurrency.js';
import { DEFAULT_IMAGE_LIMITS, type ImageLimits } from '../../../image/limits.js';
import { readImageFile } from '../../../image/read-image-file.js';
import type { Sample, SkippedFile } from '../../sample.js';
import { skippedFile } from '../../skipped-file.js';
import type { FactCache } from './cache.js';
import { createWorkerPool } from '../../../worker-pool.js';
import { type FileRecord, measureFile, type MeasureTask } from './record.js';

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
  /** Threads that decode and measure; 0: this one. */
  workers: number;
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
 * that fails is listed with its code and the rest goes on. Throws the signal's reason.
 */
export async function gatherRecords(samples: readonly Sample[], options: GatherOptions): Promise<Gathered> {
  const { cache, onFile, signal, workers, ...limits } = options;
  const measurer = createMeasurer(workers);
  const gathered: Gathered = { measured: [], failed: [], cached: 0 };
  let done = 0;
  try {
    const results = mapInOrder(samples, IN_FLIGHT * Math.max(1, workers), (sample) =>
      measure(sample, measurer, cache, limits),
    );
    for await (const result of results) {
      signal?.throwIfAborted();
      if ('failed' in result) gathered.failed.push(result.failed);
      else {
        gathered.measured.push(result.measured);
        if (result.isCached) gathered.cached++;
      }
      onFile?.(++done, samples.length);
    }
  } finally {
    await measurer.close();
  }
  return gathered;
}

/** Files under way for each thread, so that one is read while another is decoded and a third measured. */
const IN_FLIGHT = 3;

/** Measures the bytes of files, here or in threads. */
interface Measurer {
  measure(task: MeasureTask): Promise<FileRecord>;
  close(): Promise<void>;
}

function createMeasurer(workers: number): Measurer {
  if (workers === 0) return { measure: measureFile, close: () => Promise.resolve() };
  // Made when it is needed: where every file is in the cache no thread is started.
  let pool: ReturnType<typeof createWorkerPool<MeasureTask, FileRecord>> | null = null;
  return {
    measure: (task) => {
      pool ??= createWorkerPool<MeasureTask, FileRecord>('dataset/audit/facts/measure-worker', workers);
      return pool.call(task);
    },
    close: async () => pool?.close(),
  };
}

type Result = { measured: MeasuredSample; isCached: boolean } | { failed: SkippedFile };

async function measure(
  sample: Sample,
  measurer: Measurer,
  cache: FactCache,
  limits: Partial<ImageLimits>,
): Promise<Result> {
  try {
    const bytes = await readImageFile(sample.file, limits.maxBytes ?? DEFAULT_IMAGE_LIMITS.maxBytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const known = await cache.get(sha256);
    if (known !== null) return { measured: { sample, sha256, record: known }, isCached: true };
    const record = await measurer.measure({ bytes, name: sample.id, limits });
    await cache.set(sha256, record);
    return { measured: { sample, sha256, record }, isCached: false };
  } catch (error) {
    return { failed: skippedFile(sample.id, error) };
  }
}
