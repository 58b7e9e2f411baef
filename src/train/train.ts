import { join } from 'node:path';
import { type Sample, writeSplit } from '../dataset/index.js';
import { countLabels } from '../dataset/check.js';
import { writeFileWhole } from '../files.js';
import {
  type Backbone,
  composeDetector,
  frozenPart,
  headModel,
  type HeadOptions,
  openFeatureExtractor,
  resolveBackbone,
  summariseHead,
} from '../model/index.js';
import { createRandom } from '../random.js';
import { formatHistoryCsv } from '../report/history.js';
import type { ModelSummary } from '../report/types.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { checkConfig, type TrainConfig } from './config.js';
import { defaultCacheFolder, folderFeatureCache, noFeatureCache } from './feature-cache.js';
import { computeFeatures, type FeatureTable } from './features.js';
import { finishRun } from './finish.js';
import { createFrozenLearner } from './frozen-learner.js';
import type { Learner } from './learner.js';
import { type LoopEvents, runEpochs } from './loop.js';
import { type PreparedData, prepareData } from './prepare.js';
import type { TrainResult } from './result.js';
import {
  claimRunFolder,
  dataName,
  readRunRecord,
  RUN_FILES,
  type RunRecord,
  writeRunRecord,
} from './run-folder.js';

/** What a caller may see and steer of a run. */
export interface TrainHooks extends LoopEvents {
  /** A new step of the work begins. */
  onStage?(stage: 'data' | 'features' | 'training' | 'report', folder: string): void;
  onFeatures?(done: number, total: number): void;
  onData?(data: PreparedData): void;
  onModel?(summary: ModelSummary): void;
  /** Stops between two steps; the run can be resumed. */
  signal?: AbortSignal;
  /** Folder of the feature cache; null for none. Default: the platform's cache folder. */
  cacheFolder?: string | null;
}

/** A finished run: its folder and its result. */
export interface TrainedRun {
  folder: string;
  result: TrainResult;
}

/**
 * Trains a detector as a config says and writes a run folder: config, split, history, checkpoint, `best.onnx`,
 * pictures and a self-contained report. The recipe is `recipeConfig`. Unreadable pictures are skipped and listed.
 * Throws E_ARGUMENT, E_RUN_EXISTS, E_DATASET_*, E_CSV_*, E_SPLIT_*, E_BACKBONE_*, E_TRAIN_DIVERGED, E_FILE_WRITE.
 */
export async function train(
  config: TrainConfig,
  options: TrainHooks & { out?: string | null } = {},
): Promise<TrainedRun> {
  checkConfig(config);
  const folder = await claimRunFolder(options.out ?? null, dataName(config));
  await writeRunRecord(folder, { config, dataFingerprint: null });
  return runTraining(folder, { config, dataFingerprint: null }, options);
}

/**
 * Goes on with a run that was stopped, in the same folder, to the same bytes as if it had not been. A finished
 * run only gets its report again. Throws E_RUN_NOT_FOUND, E_RESUME_CHANGED, E_CHECKPOINT_INVALID and as `train`.
 */
export async function resumeTraining(folder: string, hooks: TrainHooks = {}): Promise<TrainedRun> {
  return runTraining(folder, await readRunRecord(folder), hooks);
}

async function runTraining(
  folder: string,
  record: Pick<RunRecord, 'config' | 'dataFingerprint'>,
  hooks: TrainHooks,
): Promise<TrainedRun> {
  const { config } = record;
  hooks.onStage?.('data', folder);
  const backbone = await resolveBackbone(config.backbone, {
    ...config.backboneInput,
    size: config.size,
    scale: config.scale,
  });
  const { features, data } = await readData(folder, record, backbone, hooks);
  hooks.onData?.(data);
  await writeRunRecord(folder, { config, dataFingerprint: data.fingerprint });
  await writeSplit(join(folder, RUN_FILES.split), data.split, data.dataset.samples);

  hooks.onStage?.('training', folder);
  const learner = await createRecipeLearner({ config, backbone, features, data });
  const model = summariseHead(
    dataName(config),
    frozenPart(backbone.name, backbone.about.title, backbone.model, backbone.featureLength),
    headOptions(config),
  );
  hooks.onModel?.(model);
  try {
    const last = await runEpochs({
      learner,
      epochs: config.epochs,
      schedule: config.schedule,
      callbacks: config.callbacks,
      random: createRandom(config.seed).fork('train'),
      from: await readCheckpoint(folder),
      saveBest: (detector) => writeFileWhole(join(folder, RUN_FILES.best), detector),
      saveCheckpoint: async (checkpoint) => {
        await writeCheckpoint(folder, checkpoint);
        await writeFileWhole(join(folder, RUN_FILES.history), formatHistoryCsv(checkpoint.history));
      },
      events: hooks,
      ...(hooks.signal ? { signal: hooks.signal } : {}),
    });
    hooks.onStage?.('report', folder);
    return { folder, result: await finishRun({ folder, config, data, model, last }) };
  } finally {
    await learner.close();
  }
}

async function readData(
  folder: string,
  record: Pick<RunRecord, 'config' | 'dataFingerprint'>,
  backbone: Backbone,
  hooks: TrainHooks,
): Promise<{ features: FeatureTable; data: PreparedData }> {
  const { cacheFolder = defaultCacheFolder() } = hooks;
  const cache = cacheFolder === null ? noFeatureCache : folderFeatureCache(cacheFolder);
  const extractor = await openFeatureExtractor(backbone, { threads: record.config.threads });
  try {
    let table: FeatureTable | null = null;
    const data = await prepareData(folder, record, async (samples: readonly Sample[]) => {
      hooks.onStage?.('features', folder);
      table = await computeFeatures(samples, extractor, cache, hooks.onFeatures?.bind(hooks));
      return table;
    });
    return { features: table!, data };
  } finally {
    await extractor.close();
  }
}

/** The learner of a config: the recipe's head on a frozen backbone. */
export function createRecipeLearner(given: {
  config: TrainConfig;
  backbone: Backbone;
  features: FeatureTable;
  data: Pick<PreparedData, 'training' | 'validation' | 'fingerprint'>;
}): Promise<Learner> {
  const { config, backbone, features, data } = given;
  const counts = countLabels(data.training);
  const head = headOptions(config);
  return createFrozenLearner({
    features,
    training: data.training,
    validation: data.validation,
    head,
    batch: config.batch,
    flip: config.flip,
    classWeights: resolveClassWeights(config, counts),
    threads: config.threads,
    random: createRandom(config.seed).fork('weights'),
    compose: (weights) =>
      Promise.resolve(
        composeDetector({
          name: dataName(config),
          backbone,
          head: headModel(weights, backbone.featureLength, head),
          headOptions: head,
          training: { fingerprint: data.fingerprint, seed: config.seed, samples: counts },
        }),
      ),
  });
}

function headOptions({ hidden, dropout, batchNorm }: TrainConfig): HeadOptions {
  return { hidden, dropout, batchNorm };
}

/** Loss weights by class; `balanced` is n / (2 · n of the class), scikit-learn's rule. */
function resolveClassWeights(
  { classWeights }: TrainConfig,
  counts: { fake: number; real: number },
): { fake: number; real: number } {
  if (classWeights === 'none') return { fake: 1, real: 1 };
  if (classWeights !== 'balanced') return classWeights;
  const total = counts.fake + counts.real;
  return { fake: total / (2 * counts.fake), real: total / (2 * counts.real) };
}
