import type { Sample, SkippedFile } from '../dataset/sample.js';
import { skippedFile } from '../dataset/skipped-file.js';
import { mapInOrder } from '../concurrency.js';
import type { EqualiseOptions } from '../image/index.js';
import type { Random, RandomState } from '../random.js';
import type { FeatureSource } from './feature-source.js';
import type { SampleFeatures } from './sample-features.js';

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
 * Gathers the features of every sample: as given, or of as many new histories as asked. Unreadable pictures are
 * skipped and listed.
 */
export async function computeFeatures(
  samples: readonly Sample[],
  source: FeatureSource,
  onProgress: (done: number, total: number) => void = () => undefined,
  histories: Histories | null = null,
): Promise<FeatureTable> {
  const table: FeatureTable = {
    length: source.length,
    views: histories?.count ?? 1,
    rows: new Map(),
    digests: new Map(),
    skipped: [],
    cached: 0,
  };
  let done = 0;
  const options = histories?.options ?? {};
  const load = (sample: Sample): Promise<Outcome> => {
    const { id, file } = sample;
    return source.features({ id, file, histories: drawsOf(sample, histories), options }).then(
      (features) => ({ id, features }),
      (error: unknown) => skippedFile(id, error),
    );
  };
  for await (const outcome of mapInOrder(samples, source.depth, load)) {
    if ('code' in outcome) table.skipped.push(outcome);
    else {
      const { digest, row, cached } = outcome.features;
      if (cached) table.cached++;
      table.rows.set(outcome.id, row);
      table.digests.set(outcome.id, digest);
    }
    onProgress(++done, samples.length);
  }
  return table;
}

type Outcome = { id: string; features: SampleFeatures } | SkippedFile;

/** The generators of a sample's histories; the first is the one that `scoreDataset` judges it with. */
function drawsOf({ id }: Sample, histories: Histories | null): (RandomState | null)[] {
  if (!histories) return [null];
  const own = histories.random.fork(id);
  return Array.from({ length: histories.count }, (_, draw) => (draw === 0 ? own : own.fork(draw)).state());
}
