import { createHash } from 'node:crypto';
import type { Sample, SkippedFile } from '../dataset/sample.js';
import { mapInOrder } from '../concurrency.js';
import { isAssayError } from '../errors.js';
import { decodeImage, flipHorizontal, type Image, readImageFile, resizeLinear } from '../image/index.js';
import type { FeatureCache } from './feature-cache.js';

/** A frozen network as a function: views [n, size, size, 3] to features [n, length]. */
export interface FeatureExtractor {
  /** Changes whenever the features would: backbone bytes, view geometry, normalisation. */
  fingerprint: string;
  /** Side of the square view, pixels. */
  size: number;
  length: number;
  extract(views: Image[]): Promise<Float32Array>;
}

/** Features of every readable sample: view 0 as it is, view 1 mirrored. */
export interface FeatureTable {
  length: number;
  /** By sample id: `2 * length` values. */
  rows: Map<string, Float32Array>;
  /** By sample id: hex SHA-256 of the file's bytes. */
  digests: Map<string, string>;
  skipped: SkippedFile[];
  /** How many samples were found in the cache. */
  cached: number;
}

/**
 * Computes the features of both views of every sample, or takes them from the cache. One picture is one run
 * of the network, always of the same shape, so its features do not depend on which others were cached.
 * Unreadable pictures are skipped and listed.
 */
export async function computeFeatures(
  samples: readonly Sample[],
  extractor: FeatureExtractor,
  cache: FeatureCache,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<FeatureTable> {
  const table: FeatureTable = {
    length: extractor.length,
    rows: new Map(),
    digests: new Map(),
    skipped: [],
    cached: 0,
  };
  let done = 0;
  // Decoding runs on libuv's threads while the network runs: a few pictures ahead keep both busy.
  for await (const view of mapInOrder(samples, 4, (sample) => prepare(sample, extractor, cache))) {
    if ('skipped' in view) table.skipped.push(view.skipped);
    else {
      const features = view.features ?? (await extractor.extract([view.image!, flipHorizontal(view.image!)]));
      if (view.features) table.cached++;
      else await cache.set(view.key, features);
      table.rows.set(view.sample.id, features);
      table.digests.set(view.sample.id, view.digest);
    }
    onProgress(++done, samples.length);
  }
  return table;
}

type Prepared =
  | { sample: Sample; digest: string; key: string; features: Float32Array | null; image: Image | null }
  | { skipped: SkippedFile };

async function prepare(sample: Sample, extractor: FeatureExtractor, cache: FeatureCache): Promise<Prepared> {
  try {
    const bytes = await readImageFile(sample.file);
    const digest = createHash('sha256').update(bytes).digest('hex');
    const key = createHash('sha256').update(`${extractor.fingerprint} ${digest}`).digest('hex');
    const features = await cache.get(key, 2 * extractor.length);
    const image = features
      ? null
      : resizeLinear(await decodeImage(bytes, { name: sample.id }), extractor.size, extractor.size);
    return { sample, digest, key, features, image };
  } catch (error) {
    if (!isAssayError(error)) throw error;
    return { skipped: { id: sample.id, code: error.code, message: error.message } };
  }
}
