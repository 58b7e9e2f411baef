import { join } from 'node:path';
import { writeSplit } from '../dataset/index.js';
import { AssayError, isAssayError } from '../errors.js';
import { writeFileWhole } from '../files.js';
import { createRandom } from '../random.js';
import { formatHistoryCsv } from '../report/history.js';
import type { ModelSummary } from '../report/types.js';
import { type Base, openBase } from './base.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { checkConfig } from './check-config.js';
import type { TrainConfig } from './config.js';
import { dataName } from './data-name.js';
import { finishRun } from './finish.js';
import { type LoopEvents, runEpochs } from './loop.js';
import { drawSplit, type PreparedData, splitRunData } from './prepare.js';
import { type ReadHooks, readRunData, type RunSource } from './read-data.js';
import { createRecipeLearner, summariseRecipe } from './recipe-learner.js';
import type { TrainResult } from './result.js';
import {
  acceptedBy,
  claimRunFolder,
  droppingUnbegun,
  readRunRecord,
  RUN_FILES,
  type RunRecord,
  writeRunRecord,
} from './run-folder.js';

/** What a caller may see and steer of a run. */
export interface TrainHooks extends LoopEvents, Omit<ReadHooks, 'onStage'> {
  /** A new step of the work begins. */
  onStage?(stage: 'data' | 'audit' | 'features' | 'training' | 'report', folder: string): void;
  onData?(data: PreparedData): void;
  onModel?(summary: ModelSummary): void;
  /** Stops between two steps; the run can be resumed. */
  signal?: AbortSignal;
}

/** A finished run: its folder and its result. */
export interface TrainedRun {
  folder: string;
  result: TrainResult;
}

/**
 * Trains a detector as a config says and writes a run folder: config, split, history, checkpoint, `best.onnx`,
 * pictures and a self-contained report. The recipe is `recipeConfig`. Unreadable pictures are skipped and listed.
 * Throws E_ARGUMENT, E_RUN_EXISTS, E_DATASET_*, E_CSV_*, E_SPLIT_*, E_BACKBONE_*, E_TRAIN_DIVERGED, E_FILE_WRITE,
 * E_AUDIT_BLOCKED.
 */
export async function train(
  config: TrainConfig,
  options: TrainHooks & { out?: string | null } = {},
): Promise<TrainedRun> {
  checkConfig(config);
  const folder = await claimRunFolder(options.out ?? null, dataName(config));
  return droppingUnbegun(folder, async () => {
    await writeRunRecord(folder, { config, dataFingerprint: null });
    return runTraining(folder, { config, dataFingerprint: null }, options);
  });
}

/**
 * Goes on with a run that was stopped, in the same folder, to the same bytes as if it had not been. A finished
 * run only gets its report again. Throws E_RUN_NOT_FOUND, E_RESUME_CHANGED, E_CHECKPOINT_INVALID and as `train`.
 */
export async function resumeTraining(
  folder: string,
  hooks: TrainHooks & { acceptFindings?: boolean } = {},
): Promise<TrainedRun> {
  return runTraining(folder, acceptedBy(await readRunRecord(folder), hooks), hooks);
}

async function runTraining(
  folder: string,
  record: Pick<RunRecord, 'config' | 'dataFingerprint'>,
  hooks: TrainHooks,
): Promise<TrainedRun> {
  const { config } = record;
  hooks.onStage?.('data', folder);
  const base = await openBase(config);
  const read = await readRunData(folder, record, base, hooks, (samples) =>
    drawSplit(config, samples, { allowMissing: true }),
  );
  try {
    const data = await splitRunData(folder, record, read);
    return await trainOn({ folder, config, base, source: read.source, data, hooks });
  } finally {
    // Threads that wait for pictures to make would keep the program alive.
    await read.close();
  }
}

/** What a run trains on, once it is read and split. */
interface RunInputs {
  folder: string;
  config: TrainConfig;
  base: Base;
  source: RunSource;
  data: PreparedData;
  hooks: TrainHooks;
}

async function trainOn({ folder, config, base, source, data, hooks }: RunInputs): Promise<TrainedRun> {
  hooks.onData?.(data);
  await writeRunRecord(folder, { config, dataFingerprint: data.fingerprint });
  await writeSplit(join(folder, RUN_FILES.split), data.split, data.dataset.samples);

  hooks.onStage?.('training', folder);
  const random = createRandom(config.seed);
  const from = await readCheckpoint(folder);
  const learner = await createRecipeLearner({
    // A checkpoint holds all weights: those that the run began with are not read again.
    config: from ? { ...config, from: null } : config,
    base,
    source,
    data,
    random: random.fork('weights'),
  });
  const model = summariseRecipe(config, base);
  hooks.onModel?.(model);
  try {
    const last = await runEpochs({
      learner,
      epochs: config.epochs,
      schedule: config.schedule,
      warmUp: config.warmUp,
      callbacks: config.callbacks,
      random: random.fork('train'),
      from,
      saveBest: async () => writeFileWhole(join(folder, RUN_FILES.best), await learner.exportDetector()),
      saveCheckpoint: async (checkpoint) => {
        await writeCheckpoint(folder, checkpoint);
        await writeFileWhole(join(folder, RUN_FILES.history), formatHistoryCsv(checkpoint.history));
      },
      events: hooks,
      ...(hooks.signal ? { signal: hooks.signal } : {}),
    });
    hooks.onStage?.('report', folder);
    return { folder, result: await finishRun({ folder, config, data, model, last }) };
  } catch (error) {
    throw isAssayError(error) && error.code === 'E_TRAIN_DIVERGED'
      ? await withWhatIsKept(folder, error)
      : error;
  } finally {
    await learner.close();
  }
}

/** Says which epoch a run that diverged can be had from. */
async function withWhatIsKept(folder: string, cause: AssayError): Promise<AssayError> {
  const last = await readCheckpoint(folder);
  const best = last?.callbacks.best;
  const kept = best
    ? `${join(folder, RUN_FILES.best)} holds the weights of epoch ${best.epoch + 1}, the checkpoint those of epoch ${last.epochs}`
    : 'no epoch was finished';
  return new AssayError(cause.code, `${cause.message} Of this run ${kept}.`, { cause });
}
