import { createHash } from 'node:crypto';
import {
  decodeImage,
  equalise,
  type EqualiseOptions,
  flipHorizontal,
  type Image,
  readImageFile,
  resizeLinear,
} from '../image/index.js';
import type { FeatureExtractor } from '../model/index.js';
import { restoreRandom, type RandomState } from '../random.js';
import type { FeatureCache } from './feature-cache.js';

/** A frozen network as a function. */
export type ViewFeatures = Omit<FeatureExtractor, 'close'>;

/** Asks for the features of a picture's views. Can be sent to a worker. */
export interface FeatureTask {
  id: string;
  file: string;
  /** The generator of each view's new history; null: the picture as given. */
  histories: readonly (RandomState | null)[];
  /** The distribution that histories are drawn from. */
  options: EqualiseOptions;
}

/** The features of a picture's views. */
export interface SampleFeatures {
  /** Hex SHA-256 of the file's bytes. */
  digest: string;
  /** Of each view as it is, then mirrored: `views * 2 * length` values. */
  row: Float32Array;
  /** Whether all were found in the cache. */
  cached: boolean;
}

/**
 * Computes the features of a picture's views, plain and mirrored, or takes them from the cache. A view and its
 * mirror image are one run of the network, always of the same shape, so features do not depend on which others
 * were cached, nor on what computed them. Throws E_FILE_*, E_IMAGE_*.
 */
export async function sampleFeatures(
  { id, file, histories, options }: FeatureTask,
  { extractor, cache }: { extractor: ViewFeatures; cache: FeatureCache },
): Promise<SampleFeatures> {
  const width = 2 * extractor.length;
  const bytes = await readImageFile(file);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const row = new Float32Array(histories.length * width);
  let decoded: Image | null = null;
  for (const [i, history] of histories.entries()) {
    // A history is named by the generator that draws it: another seed, id or draw is another key.
    const recipe = history ? ` equalised ${JSON.stringify([history, options])}` : '';
    const key = createHash('sha256').update(`${extractor.fingerprint} ${digest}${recipe}`).digest('hex');
    let features = await cache.get(key, width);
    if (!features) {
      decoded ??= await decodeImage(bytes, { name: id });
      const seen = history ? await equalise(decoded, restoreRandom(history), options) : decoded;
      const view = resizeLinear(seen, extractor.size, extractor.size);
      features = await extractor.extract([view, flipHorizontal(view)]);
      await cache.set(key, features);
    }
    row.set(features, i * width);
  }
  return { digest, row, cached: decoded === null };
}
