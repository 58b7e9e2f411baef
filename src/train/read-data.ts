import {
  type Dataset,
  fingerprintSamples,
  loadDataset,
  requireBothClasses,
  type SkippedFile,
} from '../dataset/index.js';
import { AssayError } from '../errors.js';
import { type Backbone, openFeatureExtractor } from '../model/index.js';
import { defaultCacheFolder, folderFeatureCache, noFeatureCache } from './feature-cache.js';
import { computeFeatures, type FeatureTable } from './features.js';
import type { RunRecord } from './run-folder.js';

/** A data set read once: its readable samples, what the frozen network makes of them, its name by content. */
export interface RunData {
  dataset: Dataset;
  features: FeatureTable;
  /** SHA-256 (hex) over ids, labels and file digests. */
  fingerprint: string;
}

/** What a caller may see and steer of the reading. */
export interface ReadHooks {
  onStage?(stage: 'features', folder: string): void;
  onFeatures?(done: number, total: number): void;
  /** Folder of the feature cache; null for none. Default: the platform's cache folder. */
  cacheFolder?: string | null;
}

/**
 * Loads the data of a run and computes its features, leaving out and listing what cannot be read.
 * Throws E_DATASET_*, E_CSV_*, and E_RESUME_CHANGED where they are not the data the run began with.
 */
export async function readRunData(
  folder: string,
  { config, dataFingerprint: expected }: Pick<RunRecord, 'config' | 'dataFingerprint'>,
  backbone: Backbone,
  hooks: ReadHooks,
): Promise<RunData> {
  const { cacheFolder = defaultCacheFolder() } = hooks;
  const cache = cacheFolder === null ? noFeatureCache : folderFeatureCache(cacheFolder);
  const loaded = await loadDataset(config.data);
  hooks.onStage?.('features', folder);
  const extractor = await openFeatureExtractor(backbone, { threads: config.threads });
  try {
    const onProgress = (done: number, total: number): void => hooks.onFeatures?.(done, total);
    const features = await computeFeatures(loaded.samples, extractor, cache, onProgress);
    const dataset = withoutUnreadable(loaded, features.skipped);
    const fingerprint = fingerprintSamples(dataset.samples, features.digests);
    requireSameData(fingerprint, expected);
    return { dataset, features, fingerprint };
  } finally {
    await extractor.close();
  }
}

function requireSameData(fingerprint: string, expected: string | null): void {
  if (expected === null || fingerprint === expected) return;
  throw new AssayError(
    'E_RESUME_CHANGED',
    `The pictures are not those this run began with (fingerprint ${fingerprint.slice(0, 12)}, expected ${expected.slice(0, 12)}). ` +
      'Put the data back as it was, or start a new run.',
  );
}

/** The data set less the samples that could not be read; they join the skipped. Throws E_DATASET_*. */
function withoutUnreadable(dataset: Dataset, unreadable: readonly SkippedFile[]): Dataset {
  if (unreadable.length === 0) return dataset;
  const lost = new Set(unreadable.map((file) => file.id));
  const kept = {
    ...dataset,
    samples: dataset.samples.filter((sample) => !lost.has(sample.id)),
    skipped: [...dataset.skipped, ...unreadable].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
  return requireBothClasses(kept, 'the readable pictures');
}
