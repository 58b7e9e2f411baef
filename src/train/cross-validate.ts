import { basename, join } from 'node:path';
import { AssayError } from '../errors.js';
import { writeFileWhole } from '../files.js';
import { renderCrossValidationReport } from '../report/html/cross-validation-report.js';
import { checkConfig } from './check-config.js';
import type { TrainConfig } from './config.js';
import { type FoldRecord, readFold, writeFold } from './cross-validation/fold-file.js';
import { CROSS_VALIDATION_FILES, writeCrossValidation } from './cross-validation/folder.js';
import {
  type CrossValidationOptions,
  type ResolvedCrossValidation,
  resolveCrossValidation,
} from './cross-validation/options.js';
import { type CrossValidationPlan, planCrossValidation } from './cross-validation/plan.js';
import { toCrossValidationReport } from './cross-validation/report.js';
import {
  type CrossValidationResult,
  outOfFoldScores,
  summariseCrossValidation,
} from './cross-validation/result.js';
import { runFold } from './cross-validation/run-fold.js';
import { dataName } from './data-name.js';
import type { LoopEvents } from './loop.js';
import { type ReadHooks, type RunData, readRunData } from './read-data.js';
import { openBase } from './base.js';
import { summariseRecipe } from './recipe-learner.js';
import {
  acceptedBy,
  claimRunFolder,
  droppingUnbegun,
  readRunRecord,
  type RunRecord,
  writeRunRecord,
} from './run-folder.js';

/** What a caller may see and steer of a cross-validation. */
export interface CrossValidationHooks extends Omit<ReadHooks, 'onStage'> {
  onStage?(stage: 'data' | 'audit' | 'features' | 'training' | 'report', folder: string): void;
  onPlan?(data: RunData, plan: CrossValidationPlan): void;
  /** Before a fold is trained; events of its epochs may be returned. `done` counts finished runs. */
  onFold?(name: string, done: number, total: number): LoopEvents | undefined;
  onFoldEnd?(record: FoldRecord, done: number, total: number): void;
  /** Stops between two steps; finished folds are kept and the rest can be resumed. */
  signal?: AbortSignal;
}

/** A finished cross-validation: its folder and its result. */
export interface CrossValidatedRun {
  folder: string;
  result: CrossValidationResult;
}

/**
 * Cross-validates a whole training configuration: repeated stratified k-fold in which no group straddles a fold, or
 * one source left out at a time. Features are computed once; no judged picture has a say in what is judged (see
 * `choosesByValidation`). Writes a folder of its own: config, finished folds, folds.csv, scores.csv, result.json and
 * report.html. Throws E_ARGUMENT, E_RUN_EXISTS, E_DATASET_*, E_CSV_*, E_SPLIT_*, E_BACKBONE_*, E_TRAIN_DIVERGED,
 * E_FILE_WRITE.
 */
export async function crossValidate(
  config: TrainConfig,
  options: CrossValidationOptions & CrossValidationHooks & { out?: string | null } = {},
): Promise<CrossValidatedRun> {
  checkConfig(config);
  const crossValidation = resolveCrossValidation(options);
  refuseFixedSplit(config);
  const folder = await claimRunFolder(options.out ?? null, `${dataName(config)}-cv`);
  return droppingUnbegun(folder, async () => {
    await writeRunRecord(folder, { config, dataFingerprint: null, crossValidation });
    return run(folder, { config, dataFingerprint: null }, crossValidation, options);
  });
}

/**
 * Goes on with a cross-validation that was stopped, passing over finished folds, to the same bytes as if it had not
 * been. Throws E_RUN_NOT_FOUND, E_RESUME_CHANGED, and as `crossValidate`.
 */
export async function resumeCrossValidation(
  folder: string,
  hooks: CrossValidationHooks & { acceptFindings?: boolean } = {},
): Promise<CrossValidatedRun> {
  const record = acceptedBy(await readRunRecord(folder, 'cv'), hooks);
  return run(folder, record, record.crossValidation!, hooks);
}

async function run(
  folder: string,
  record: Pick<RunRecord, 'config' | 'dataFingerprint'>,
  crossValidation: ResolvedCrossValidation,
  hooks: CrossValidationHooks,
): Promise<CrossValidatedRun> {
  const { config } = record;
  hooks.onStage?.('data', folder);
  const base = await openBase(config);
  const data = await readRunData(folder, record, base, hooks, (samples) =>
    planCrossValidation(samples, config, crossValidation),
  );
  const { samples, skipped } = data.dataset;
  const plan = planCrossValidation(samples, config, crossValidation);
  const records: FoldRecord[] = [];
  try {
    await writeRunRecord(folder, { config, dataFingerprint: data.fingerprint, crossValidation });
    hooks.onPlan?.(data, plan);
    hooks.onStage?.('training', folder);
    for (const fold of plan.folds) {
      hooks.signal?.throwIfAborted();
      let finished = await readFold(folder, fold);
      if (finished === null) {
        const events = hooks.onFold?.(fold.name, records.length, plan.folds.length);
        finished = await runFold({
          ...{ config, options: crossValidation, base, data, fold },
          ...(events ? { events } : {}),
          ...(hooks.signal ? { signal: hooks.signal } : {}),
        });
        await writeFold(folder, finished);
      }
      records.push(finished);
      hooks.onFoldEnd?.(finished, records.length, plan.folds.length);
    }
  } finally {
    await data.close();
  }
  hooks.onStage?.('report', folder);
  const result = summariseCrossValidation({
    name: basename(folder),
    data: dataName(config),
    ...{ config, crossValidation, plan, samples, skipped, records },
    dataFingerprint: data.fingerprint,
    audit: data.audit,
    equalisation: data.equalisation,
    model: summariseRecipe(config, base),
  });
  await writeCrossValidation(folder, result, outOfFoldScores(records, samples));
  await writeFileWhole(
    join(folder, CROSS_VALIDATION_FILES.report),
    renderCrossValidationReport(toCrossValidationReport(result)),
  );
  return { folder, result };
}

function refuseFixedSplit({ splitFile, leaveOut }: TrainConfig): void {
  if (splitFile === null && leaveOut === null) return;
  throw new AssayError(
    'E_ARGUMENT',
    'The configuration names a fixed split (splitFile or leaveOut), but a cross-validation makes its own. Leave it out (name leaveOut beside folds), or use assay train.',
  );
}
