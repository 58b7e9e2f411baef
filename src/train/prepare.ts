import { createHash } from 'node:crypto';
import {
  type Dataset,
  loadDataset,
  readSplit,
  requireBothClasses,
  type Sample,
  type SkippedFile,
  type Split,
  splitHoldOut,
} from '../dataset/index.js';
import type { TrainConfig } from './config.js';

/** Reads the data set of a config. Throws E_DATASET_*, E_CSV_*. */
export function loadTrainingData(config: Pick<TrainConfig, 'data'>): Promise<Dataset> {
  return loadDataset(config.data);
}

/** The data set less the samples that could not be read; they join the skipped. Throws E_DATASET_*. */
export function withoutUnreadable(dataset: Dataset, unreadable: readonly SkippedFile[]): Dataset {
  if (unreadable.length === 0) return dataset;
  const lost = new Set(unreadable.map((file) => file.id));
  const kept = {
    ...dataset,
    samples: dataset.samples.filter((sample) => !lost.has(sample.id)),
    skipped: [...dataset.skipped, ...unreadable].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
  return requireBothClasses(kept, 'the readable pictures');
}

/** The split of a config: the given file's, or drawn from the seed, whole groups. Throws E_SPLIT_*. */
export function splitForTraining(config: TrainConfig, samples: readonly Sample[]): Promise<Split> {
  if (config.splitFile !== null) return readSplit(config.splitFile, samples);
  return Promise.resolve(splitHoldOut(samples, { seed: config.seed, validation: config.validation }));
}

/**
 * SHA-256 (hex) over the ids, labels and file digests of all samples, in order of id: two data sets have the
 * same fingerprint only if they hold the same files under the same names and labels.
 */
export function dataFingerprint(samples: readonly Sample[], digests: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const { id, label } of samples) hash.update(`${JSON.stringify(id)} ${label} ${digests.get(id)}\n`);
  return hash.digest('hex');
}
