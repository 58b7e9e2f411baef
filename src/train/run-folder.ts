import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AssayError } from '../errors.js';
import { writeFileWhole } from '../files.js';
import { VERSION } from '../version.js';
import type { TrainConfig } from './config.js';
import type { ResolvedCrossValidation } from './cross-validation/options.js';

/** `config.json` of a run: what was asked, and what the data were, so that a resumed run can tell. */
export interface RunRecord {
  assay: string;
  config: TrainConfig;
  /** SHA-256 over the ids, labels and file digests of all samples; null until they were read. */
  dataFingerprint: string | null;
  /** Of a cross-validation: its folds. */
  crossValidation?: ResolvedCrossValidation;
}

/** Names of the files in a run folder. */
export const RUN_FILES = {
  config: 'config.json',
  split: 'split.csv',
  audit: 'audit.json',
  history: 'history.csv',
  best: 'best.onnx',
  report: 'report.html',
  result: 'result.json',
  curves: 'curves.svg',
  predictions: 'predictions.png',
  galleryReal: 'gallery-real.png',
  galleryFake: 'gallery-fake.png',
} as const;

/**
 * Claims a folder for a new run: the named one, which must be new or empty, or the first free
 * `runs/<data>-<n>`. Throws E_RUN_EXISTS, E_FILE_WRITE.
 */
export async function claimRunFolder(out: string | null, dataName: string): Promise<string> {
  if (out !== null) {
    const folder = resolve(out);
    const present = await readdir(folder).catch((): string[] => []);
    if (present.length > 0) {
      const what = present.includes(RUN_FILES.config)
        ? 'holds a run already'
        : `holds ${present.length} other files`;
      throw new AssayError(
        'E_RUN_EXISTS',
        `${folder} ${what}; expected a new or empty folder. Name another with --out, or go on with --resume ${out}.`,
      );
    }
    await makeFolder(folder);
    return folder;
  }
  const name = dataName.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'run';
  const parent = resolve('runs');
  await makeFolder(parent);
  for (let n = 1; ; n++) {
    const folder = join(parent, `${name}-${n}`);
    const made = await mkdir(folder).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw cannotMake(folder, error);
      },
    );
    if (made) return folder;
  }
}

/** Writes the run's record; it comes first, so that whatever else a killed run left can be resumed. */
export async function writeRunRecord(folder: string, record: Omit<RunRecord, 'assay'>): Promise<void> {
  await writeFileWhole(
    join(folder, RUN_FILES.config),
    `${JSON.stringify({ assay: VERSION, ...record }, null, 2)}\n`,
  );
}

/** Reads the record of a training run, or of a cross-validation. Throws E_RUN_NOT_FOUND. */
export async function readRunRecord(folder: string, command: 'train' | 'cv' = 'train'): Promise<RunRecord> {
  let record: RunRecord;
  try {
    record = JSON.parse(await readFile(join(folder, RUN_FILES.config), 'utf8')) as RunRecord;
    if (typeof record.config !== 'object' || record.dataFingerprint === undefined)
      throw new Error('not a run');
  } catch (cause) {
    throw new AssayError(
      'E_RUN_NOT_FOUND',
      `${folder} holds no readable ${RUN_FILES.config}; expected the folder of a run begun with assay ${command}.`,
      { cause },
    );
  }
  const began = record.crossValidation ? 'cv' : 'train';
  if (began === command) return record;
  throw new AssayError(
    'E_RUN_NOT_FOUND',
    `${folder} was begun with assay ${began}, not assay ${command}. Go on with it by assay ${began} --resume.`,
  );
}

/** A short name for a data set: its folder's, or its CSV's. */
export function dataName(config: Pick<TrainConfig, 'data'>): string {
  const data = config.data;
  if ('root' in data) return basename(resolve(data.root));
  if ('csv' in data) return basename(data.csv).replace(/\.[^.]*$/, '');
  return basename(resolve(data.fake));
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw cannotMake(folder, error);
  });
}

function cannotMake(folder: string, cause: Error): AssayError {
  return new AssayError('E_FILE_WRITE', `Could not make the folder ${folder}: ${cause.message}. Choose another with --out.`, { cause }); // prettier-ignore
}
