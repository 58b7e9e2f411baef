import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readCsv } from '../dataset/csv.js';
import type { Sample } from '../dataset/index.js';
import { quoteName } from '../files.js';
import type { DetectorInfo } from '../model/index.js';
import type { Warning } from './evaluation-result.js';

/** What is known of the pictures that a detector was trained on. */
export interface TrainingKnowledge {
  training: DetectorInfo['training'];
  /** Ids of the training part, where the run's own split file is at hand. */
  ids?: ReadonlySet<string>;
}

/**
 * Counts the samples that the detector was trained on, and warns of them: scores on training pictures say
 * nothing of others. `trainedOn` is null where it cannot be known.
 */
export function trainingOverlap(
  samples: readonly Pick<Sample, 'id'>[],
  fingerprint: string,
  { training, ids }: TrainingKnowledge,
): { trainedOn: number | null; warning: Warning | null } {
  const isSameData = training !== null && training.fingerprint === fingerprint;
  if (ids === undefined && !isSameData) return { trainedOn: null, warning: null };
  const hits = ids === undefined ? [] : samples.filter(({ id }) => ids.has(id));
  const trainedOn = ids === undefined ? training!.samples.fake + training!.samples.real : hits.length;
  if (trainedOn === 0) return { trainedOn, warning: null };
  const how = isSameData
    ? 'this is the data set it was trained on'
    : `by name, the first ${quoteName(hits[0]!.id)}`;
  const message =
    `The detector was trained on ${trainedOn} of these ${samples.length} pictures (${how}): ` +
    'expect less on others. Judge held-out ones: --split RUN/split.csv --part validation.';
  return { trainedOn, warning: { code: 'TRAINING_DATA', message } };
}

/**
 * Ids of the pictures that a detector was trained on, from the `split.csv` of the run folder that it lies in;
 * undefined where there is none that can be read.
 */
export async function readTrainingIds(detectorPath: string): Promise<ReadonlySet<string> | undefined> {
  const isFolder = await stat(detectorPath).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const path = join(isFolder ? detectorPath : dirname(detectorPath), 'split.csv');
  const csv = await readCsv(path).catch(() => undefined);
  const [id, part] = ['id', 'part'].map((name) => csv?.header.indexOf(name) ?? -1) as [number, number];
  if (csv === undefined || id < 0 || part < 0) return undefined;
  return new Set(csv.rows.filter(({ cells }) => cells[part] === 'train').map(({ cells }) => cells[id]!));
}
