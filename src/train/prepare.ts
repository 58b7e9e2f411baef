import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Dataset,
  leaveOneOut,
  readSplit,
  type Sample,
  samplesOf,
  type Split,
  splitHoldOut,
} from '../dataset/index.js';
import type { RunAudit } from './audit-digest.js';
import type { TrainConfig } from './config.js';
import type { Equalisation } from './equalisation.js';
import type { RunData } from './read-data.js';
import { RUN_FILES, type RunRecord } from './run-folder.js';

/** A data set read, named by content and split. */
export interface PreparedData {
  dataset: Dataset;
  split: Split;
  training: Sample[];
  validation: Sample[];
  audit: RunAudit | null;
  equalisation: Equalisation | null;
  /** SHA-256 (hex) over ids, labels and file digests. */
  fingerprint: string;
}

/**
 * Splits the data of a run: by the run folder's own split where there is one (a resumed run), else as the
 * config says. Throws E_SPLIT_*.
 */
export async function splitRunData(
  folder: string,
  { config, dataFingerprint }: Pick<RunRecord, 'config' | 'dataFingerprint'>,
  { dataset, audit, equalisation, fingerprint }: RunData,
): Promise<PreparedData> {
  const own = join(folder, RUN_FILES.split);
  const drawn = await drawSplit(config, dataset.samples);
  const split =
    dataFingerprint !== null && existsSync(own)
      ? { ...drawn, parts: (await readSplit(own, dataset.samples)).parts }
      : drawn;
  return {
    dataset,
    split,
    training: samplesOf(split, dataset.samples, 'train'),
    validation: samplesOf(split, dataset.samples, 'validation'),
    audit,
    equalisation,
    fingerprint,
  };
}

/**
 * The split that a config asks for, drawn or read. `allowMissing`: a split file may lack samples, for which of them
 * cannot be read is not known yet. Throws E_SPLIT_*, E_ARGUMENT.
 */
export async function drawSplit(
  config: TrainConfig,
  samples: readonly Sample[],
  { allowMissing = false }: { allowMissing?: boolean } = {},
): Promise<Split> {
  const { splitFile, leaveOut, seed, validation } = config;
  if (splitFile !== null) return readSplit(splitFile, samples, undefined, { allowMissing });
  if (leaveOut === null) return splitHoldOut(samples, { seed, validation });
  return leaveOneOut(samples, leaveOut.by, { seed, value: leaveOut.value })[0]!;
}
