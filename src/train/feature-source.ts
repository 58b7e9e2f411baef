import type { FeatureModel } from '../model/index.js';
import { createWorkerPool } from '../worker-pool.js';
import type { FeatureSetUp } from './feature-worker.js';
import type { FeatureTask, SampleFeatures } from './sample-features.js';

/** What computes the features of pictures. */
export interface FeatureSource {
  /** Features of a view. */
  readonly length: number;
  /** How many pictures under way keep it busy. */
  readonly depth: number;
  /** Throws E_FILE_*, E_IMAGE_*. */
  features(task: FeatureTask): Promise<SampleFeatures>;
  close(): Promise<void>;
}

/**
 * Starts threads that read, decode and see pictures with a network of one thread each: the engine runs on the
 * thread that calls it, so this is what keeps every core busy. Any number of workers gives the same features.
 */
export function createFeatureWorkers(
  model: FeatureModel,
  { cacheFolder, workers }: { cacheFolder: string | null; workers: number },
): FeatureSource {
  const setUp: FeatureSetUp = { model, cacheFolder };
  const pool = createWorkerPool<FeatureTask, SampleFeatures>('train/feature-worker', workers, setUp);
  return {
    length: model.length,
    depth: 3 * workers,
    features: (task) => pool.call(task),
    close: () => pool.close(),
  };
}
