import { type Dataset, fingerprintSamples, loadDataset, type Sample } from '../dataset/index.js';
import { AssayError } from '../errors.js';
import { featureModel } from '../model/index.js';
import { defaultCacheFolder } from './feature-cache.js';
import { createFeatureWorkers } from './feature-source.js';
import { type AuditHooks, auditRun } from './audit.js';
import { digestAudit, historyLeak, type RunAudit } from './audit-digest.js';
import type { Base } from './base.js';
import type { TrainConfig } from './config.js';
import { type Equalisation, historiesOf, resolveEqualisation } from './equalisation.js';
import { computeFeatures, type FeatureTable, type Histories } from './features.js';
import type { LearnerFeatures } from './frozen-learner.js';
import { createViewSource, type ViewSource } from './pipeline/view-source.js';
import { type ReadViews, readViews } from './read-views.js';
import type { RunRecord } from './run-folder.js';
import { withGroupsOf, withoutUnreadable } from './usable-samples.js';

/** What learners take samples from: features of a frozen network, or views made as they are needed. */
export type RunSource =
  { kind: 'features'; features: LearnerFeatures } | { kind: 'views'; views: ViewSource };

/** A data set read once: its readable samples, what learners take of them, its name by content. */
export interface RunData {
  dataset: Dataset;
  source: RunSource;
  /** Null: none was made. */
  audit: RunAudit | null;
  /** How training pictures were given new histories; null: they are as given. */
  equalisation: Equalisation | null;
  /** SHA-256 (hex) over ids, labels and file digests. */
  fingerprint: string;
  /** Ends the threads that make views, where there are any. */
  close(): Promise<void>;
}

/** What a caller may see and steer of the reading. */
export interface ReadHooks extends AuditHooks {
  onStage?(stage: 'audit' | 'features', folder: string): void;
  onFeatures?(done: number, total: number): void;
  /** Folder of the cache of features and facts; null for none. Default: the platform's cache folder. */
  cacheFolder?: string | null;
  /** Stops between two pictures; the run can be resumed. */
  signal?: AbortSignal;
}

/**
 * Loads the data of a run and computes its features, leaving out and listing what cannot be read. `rehearse` is
 * called with the samples as listed, before any is read: it throws where a new run could not deal them to parts.
 * Throws E_AUDIT_BLOCKED, E_DATASET_*, E_CSV_*, and E_RESUME_CHANGED where they are not the data the run began with.
 */
export async function readRunData(
  folder: string,
  { config, dataFingerprint: expected }: Pick<RunRecord, 'config' | 'dataFingerprint'>,
  base: Base,
  hooks: ReadHooks,
  rehearse: (samples: readonly Sample[]) => unknown,
): Promise<RunData> {
  const loaded = await loadDataset(config.data);
  if (expected === null) await rehearse(withGroupsOf(config, loaded, null).samples);
  hooks.onStage?.('audit', folder);
  const audit = await auditRun(folder, config, loaded, hooks);
  const equalisation = resolveEqualisation(config, audit && historyLeak(audit));
  hooks.onStage?.('features', folder);
  const { source, digests, skipped, close } = await readSource(
    config,
    { base, equalisation },
    loaded.samples,
    hooks,
  );
  try {
    const dataset = withGroupsOf(config, withoutUnreadable(loaded, skipped), audit);
    const fingerprint = fingerprintSamples(dataset.samples, digests);
    requireSameData(fingerprint, expected);
    return { dataset, source, audit: audit && digestAudit(audit), equalisation, fingerprint, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type ReadSource = ReadViews & { source: RunSource; close(): Promise<void> };

async function readSource(
  config: TrainConfig,
  { base, equalisation }: { base: Base; equalisation: Equalisation | null },
  samples: readonly Sample[],
  hooks: ReadHooks,
): Promise<ReadSource> {
  const onProgress = (done: number, total: number): void => {
    hooks.signal?.throwIfAborted();
    hooks.onFeatures?.(done, total);
  };
  if (base.kind === 'pixels') {
    const recipe = { ...base.view, equalise: equalisation ? equalisation.options : false };
    const views = createViewSource(recipe, { workers: config.workers, ahead: 2 * config.batch });
    try {
      const read = await readViews(samples, views, onProgress);
      return { ...read, source: { kind: 'views', views }, close: () => views.close() };
    } catch (error) {
      await views.close();
      throw error;
    }
  }
  const { cacheFolder = defaultCacheFolder() } = hooks;
  const workers = createFeatureWorkers(featureModel(base.backbone), { cacheFolder, workers: config.threads });
  try {
    const compute = (histories?: Histories): Promise<FeatureTable> =>
      computeFeatures(samples, workers, onProgress, histories);
    const given = equalisation?.validation === true ? null : await compute();
    const drawn = equalisation && (await compute(historiesOf(config, equalisation)));
    const features = { training: (drawn ?? given)!, validation: (given ?? drawn)! };
    const { digests, skipped } = features.training;
    return { digests, skipped, source: { kind: 'features', features }, close: () => Promise.resolve() };
  } finally {
    await workers.close();
  }
}

function requireSameData(fingerprint: string, expected: string | null): void {
  if (expected === null || fingerprint === expected) return;
  throw new AssayError(
    'E_RESUME_CHANGED',
    `The pictures are not those this run began with (fingerprint ${fingerprint.slice(0, 12)}, expected ${expected.slice(0, 12)}). ` +
      'Put the data back as it was, or start a new run.',
  );
}
