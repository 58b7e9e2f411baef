import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Dataset,
  loadDataset,
  readSplit,
  requireBothClasses,
  type Sample,
  samplesOf,
  type SkippedFile,
  type Split,
  splitHoldOut,
} from '../dataset/index.js';
import { AssayError } from '../errors.js';
import type { TrainConfig } from './config.js';
import { RUN_FILES, type RunRecord } from './run-folder.js';

/** A data set read, named by content and split. */
export interface PreparedData {
  dataset: Dataset;
  split: Split;
  training: Sample[];
  validation: Sample[];
  /** SHA-256 (hex) over ids, labels and file digests. */
  fingerprint: string;
}

/** What reading every sample once told: digests of the readable, reasons for the rest. */
export interface ReadSamples {
  digests: ReadonlyMap<string, string>;
  skipped: readonly SkippedFile[];
}

/**
 * Loads the data of a run, has `read` go over every sample, leaves out what could not be read, and splits: by
 * the run folder's own split where there is one (a resumed run), else as the config says.
 * Throws E_DATASET_*, E_CSV_*, E_SPLIT_*, E_RESUME_CHANGED.
 */
export async function prepareData(
  folder: string,
  { config, dataFingerprint: expected }: Pick<RunRecord, 'config' | 'dataFingerprint'>,
  read: (samples: readonly Sample[]) => Promise<ReadSamples>,
): Promise<PreparedData> {
  const loaded = await loadDataset(config.data);
  const { digests, skipped } = await read(loaded.samples);
  const dataset = withoutUnreadable(loaded, skipped);
  const fingerprint = fingerprintData(dataset.samples, digests);
  if (expected !== null && fingerprint !== expected) {
    throw new AssayError(
      'E_RESUME_CHANGED',
      `The pictures are not those this run began with (fingerprint ${fingerprint.slice(0, 12)}, expected ${expected.slice(0, 12)}). ` +
        'Put the data back as it was, or start a new run.',
    );
  }
  const own = join(folder, RUN_FILES.split);
  const split =
    expected !== null && existsSync(own)
      ? {
          ...(await drawSplit(config, dataset.samples)),
          parts: (await readSplit(own, dataset.samples)).parts,
        }
      : await drawSplit(config, dataset.samples);
  return {
    dataset,
    split,
    training: samplesOf(split, dataset.samples, 'train'),
    validation: samplesOf(split, dataset.samples, 'validation'),
    fingerprint,
  };
}

function drawSplit(config: TrainConfig, samples: readonly Sample[]): Promise<Split> {
  if (config.splitFile !== null) return readSplit(config.splitFile, samples);
  return Promise.resolve(splitHoldOut(samples, { seed: config.seed, validation: config.validation }));
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

/**
 * SHA-256 (hex) over the ids, labels and file digests of all samples, in order of id: two data sets have the
 * same fingerprint only if they hold the same files under the same names and labels.
 */
function fingerprintData(samples: readonly Sample[], digests: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const { id, label } of samples) hash.update(`${JSON.stringify(id)} ${label} ${digests.get(id)}\n`);
  return hash.digest('hex');
}
