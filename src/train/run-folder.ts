import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AssayError, isAssayError } from '../errors.js';
import { makeFolder, writeFileWhole } from '../files.js';
import { VERSION } from '../version.js';
import { type DataSpec, recipeConfig, type TrainConfig } from './config.js';
import type { ResolvedCrossValidation } from './cross-validation/options.js';

/** `config.json` of a run: what was asked, and what the data were, so that a resumed run can tell. */
export interface RunRecord {
  assay: string;
  config: TrainConfig;
  /** SHA-256 (hex) of the settings, so that a change of them does not pass for the run that was begun. */
  settingsSha256: string;
  /** The folder that relative paths in the config start from. */
  from: string;
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
  auditPage: 'audit.html',
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
    await makeRunFolder(folder);
    return folder;
  }
  const name = dataName.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'run';
  const parent = resolve('runs');
  await makeRunFolder(parent);
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

/** What a run writes into its record; the rest follows from it. */
export type NewRunRecord = Pick<RunRecord, 'config' | 'dataFingerprint' | 'crossValidation'>;

/** Does the work of a new run; where that ends before anything but the record was written, takes the folder back. */
export async function droppingUnbegun<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isAssayError(error)) await dropUnbegunRun(folder);
    throw error;
  }
}

async function dropUnbegunRun(folder: string): Promise<void> {
  const present = await readdir(folder).catch((): string[] => []);
  if (present.some((name) => name !== RUN_FILES.config)) return;
  await rm(join(folder, RUN_FILES.config), { force: true }).catch(() => undefined);
  await rmdir(folder).catch(() => undefined);
}

/** Writes the run's record; it comes first, so that whatever else a killed run left can be resumed. */
export async function writeRunRecord(folder: string, record: NewRunRecord): Promise<void> {
  const whole: RunRecord = {
    assay: VERSION,
    ...record,
    settingsSha256: digestOfSettings(record),
    from: process.cwd(),
  };
  await writeFileWhole(join(folder, RUN_FILES.config), `${JSON.stringify(whole, null, 2)}\n`);
}

function digestOfSettings({ config, crossValidation }: NewRunRecord): string {
  return createHash('sha256')
    .update(JSON.stringify([config, crossValidation]))
    .digest('hex');
}

/**
 * Reads the record of a training run, or of a cross-validation, its paths made to fit the folder of today.
 * Throws E_RUN_NOT_FOUND, E_RESUME_CHANGED where a setting was changed.
 */
export async function readRunRecord(folder: string, command: 'train' | 'cv' = 'train'): Promise<RunRecord> {
  let record: RunRecord;
  try {
    record = JSON.parse(await readFile(join(folder, RUN_FILES.config), 'utf8')) as RunRecord;
    if (typeof record.config !== 'object' || record.config === null || record.dataFingerprint === undefined)
      throw new Error('not a run');
  } catch (cause) {
    throw new AssayError(
      'E_RUN_NOT_FOUND',
      `${folder} holds no readable ${RUN_FILES.config}; expected the folder of a run begun with assay ${command}.`,
      { cause },
    );
  }
  const began = record.crossValidation ? 'cv' : 'train';
  if (began !== command) {
    throw new AssayError(
      'E_RUN_NOT_FOUND',
      `${folder} was begun with assay ${began}, not assay ${command}. Go on with it by assay ${began} --resume.`,
    );
  }
  if (record.settingsSha256 !== digestOfSettings(record)) {
    throw new AssayError(
      'E_RESUME_CHANGED',
      `The settings in ${join(folder, RUN_FILES.config)} are not those the run began with. Put the file back as it was, or start a new run.`,
    );
  }
  // A run begun before an option was there has none of it: what the recipe does.
  const config = { ...recipeConfig(record.config.data, record.config.threads), ...record.config };
  return {
    ...record,
    config: record.from === process.cwd() ? config : wholePaths(config, record.from),
  };
}

/** A config whose relative paths do not depend on the working folder any more. */
function wholePaths(config: TrainConfig, from: string): TrainConfig {
  const whole = (path: string): string => resolve(from, path);
  const { data, splitFile, backbone, from: start } = config;
  const located: DataSpec =
    'root' in data
      ? { ...data, root: whole(data.root) }
      : 'csv' in data
        ? { ...data, csv: whole(data.csv) }
        : { ...data, real: whole(data.real), fake: whole(data.fake) };
  return {
    ...config,
    data: located,
    splitFile: splitFile === null ? null : whole(splitFile),
    backbone: /\.onnx$/i.test(backbone) ? whole(backbone) : backbone,
    from: start === null ? null : whole(start),
  };
}

/** The record with the audit's findings accepted where that is asked when a run is gone on with. */
export function acceptedBy(record: RunRecord, { acceptFindings }: { acceptFindings?: boolean }): RunRecord {
  return acceptFindings === true ? { ...record, config: { ...record.config, acceptFindings: true } } : record;
}

async function makeRunFolder(folder: string): Promise<void> {
  await makeFolder(folder).catch((error: Error) => {
    throw cannotMake(folder, error);
  });
}

function cannotMake(folder: string, cause: Error): AssayError {
  return new AssayError('E_FILE_WRITE', `Could not make the folder ${folder}: ${cause.message}. Choose another with --out.`, { cause }); // prettier-ignore
}
