import { createHash } from 'node:crypto';
import type { Sample, SkippedFile } from '../dataset/sample.js';
import { mapInOrder } from '../concurrency.js';
import { isAssayError } from '../errors.js';
import {
  decodeImage,
  equalise,
  type EqualiseOptions,
  flipHorizontal,
  type Image,
  readImageFile,
  resizeLinear,
} from '../image/index.js';
import type { Random } from '../random.js';
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

/** Features of every readable sample: of each view as it is, then mirrored. */
export interface FeatureTable {
  length: number;
  /** Views of a sample: 1, or as many as histories were drawn. */
  views: number;
  /** By sample id: `views * 2 * length` values. */
  rows: Map<string, Float32Array>;
  /** By sample id: hex SHA-256 of the file's bytes. */
  digests: Map<string, string>;
  skipped: SkippedFile[];
  /** How many samples were found in the cache. */
  cached: number;
}

/** Random new histories to see pictures with; each is drawn by sample id, so that order does not matter. */
export interface Histories {
  random: Random;
  /** How many a picture. */
  count: number;
  options: EqualiseOptions;
}

/**
 * Computes the features of every sample (as given, or of as many new histories as asked), plain and mirrored, or
 * takes them from the cache. One view and its mirror image are one run of the network, always of the same shape,
 * so features do not depend on which others were cached. Unreadable pictures are skipped and listed.
 */
export async function computeFeatures(
  samples: readonly Sample[],
  extractor: FeatureExtractor,
  cache: FeatureCache,
  onProgress: (done: number, total: number) => void = () => undefined,
  histories: Histories | null = null,
): Promise<FeatureTable> {
  const { length } = extractor;
  const table: FeatureTable = {
    length,
    views: histories?.count ?? 1,
    rows: new Map(),
    digests: new Map(),
    skipped: [],
    cached: 0,
  };
  let done = 0;
  const load = (sample: Sample): Promise<Prepared> => prepare(sample, { extractor, cache, histories });
  // Decoding runs on libuv's threads while the network runs: a few pictures ahead keep both busy.
  for await (const prepared of mapInOrder(samples, 4, load)) {
    if ('skipped' in prepared) table.skipped.push(prepared.skipped);
    else {
      const { sample, digest, views } = prepared;
      const row = new Float32Array(table.views * 2 * length);
      for (const [i, { key, features: known, image }] of views.entries()) {
        const features = known ?? (await extractor.extract([image!, flipHorizontal(image!)]));
        if (!known) await cache.set(key, features);
        row.set(features, i * 2 * length);
      }
      if (views.every(({ features }) => features !== null)) table.cached++;
      table.rows.set(sample.id, row);
      table.digests.set(sample.id, digest);
    }
    onProgress(++done, samples.length);
  }
  return table;
}

/** A view of a picture: its features where they are known, else its pixels. */
interface View {
  key: string;
  features: Float32Array | null;
  image: Image | null;
}

type Prepared = { sample: Sample; digest: string; views: View[] } | { skipped: SkippedFile };

async function prepare(
  sample: Sample,
  given: { extractor: FeatureExtractor; cache: FeatureCache; histories: Histories | null },
): Promise<Prepared> {
  const { extractor, cache, histories } = given;
  try {
    const bytes = await readImageFile(sample.file);
    const digest = createHash('sha256').update(bytes).digest('hex');
    const views = await Promise.all(
      drawsOf(sample, histories).map(async (random): Promise<View & { random: Random | null }> => {
        // A history is named by the generator that draws it: another seed, id or draw is another key.
        const recipe = random ? ` equalised ${JSON.stringify([random.state(), histories!.options])}` : '';
        const key = createHash('sha256').update(`${extractor.fingerprint} ${digest}${recipe}`).digest('hex');
        return { key, random, features: await cache.get(key, 2 * extractor.length), image: null };
      }),
    );
    if (views.every(({ features }) => features !== null)) return { sample, digest, views };
    const decoded = await decodeImage(bytes, { name: sample.id });
    for (const view of views) {
      if (view.features) continue;
      const seen = view.random ? await equalise(decoded, view.random, histories!.options) : decoded;
      view.image = resizeLinear(seen, extractor.size, extractor.size);
    }
    return { sample, digest, views };
  } catch (error) {
    if (!isAssayError(error)) throw error;
    return { skipped: { id: sample.id, code: error.code, message: error.message } };
  }
}

/** The generators of a sample's histories; the first is the one that `scoreDataset` judges it with. */
function drawsOf({ id }: Sample, histories: Histories | null): (Random | null)[] {
  if (!histories) return [null];
  const own = histories.random.fork(id);
  return [...Array(histories.count).keys()].map((draw) => (draw === 0 ? own : own.fork(draw)));
}
