import { auditDataset } from '../../dataset/audit/audit.js';
import type { AuditProgress } from '../../dataset/audit/options.js';
import type { AuditReport } from '../../dataset/audit/types.js';
import { countLabels, requireBothClasses } from '../../dataset/check.js';
import { fingerprintSamples } from '../../dataset/fingerprint.js';
import type { Dataset, Sample } from '../../dataset/sample.js';
import { splitHoldOut } from '../../dataset/split/hold-out.js';
import { samplesOf } from '../../dataset/split/parts.js';
import { loadDetector } from '../../detect/detector.js';
import { AssayError } from '../../errors.js';
import { summarise } from '../../evaluate/summarise.js';
import { decodeImage } from '../../image/decode.js';
import type { Backbone } from '../../model/backbone.js';
import { featureModel, openFeatureExtractor } from '../../model/feature-extractor.js';
import { createRandom, shuffle } from '../../random.js';
import { digestAudit, historyLeak } from '../../train/audit-digest.js';
import type { TrainConfig } from '../../train/config.js';
import { historiesOf, resolveEqualisation } from '../../train/equalisation.js';
import { computeFeatures, type FeatureTable, type Histories } from '../../train/features.js';
import { createHeadLearner } from '../../train/head-learner.js';
import { runEpochs } from '../../train/loop.js';
import { predictionGrid } from '../../train/prediction-grid.js';
import type { HeldOutPrediction } from '../../train/result.js';
import { runNotices } from '../../train/run-notices.js';
import { headline } from '../../train/run-report.js';
import { sampleFeatures } from '../../train/sample-features.js';
import { withGroupsOf, withoutUnreadable } from '../../train/usable-samples.js';
import type { Trained, TrainingProgress } from './protocol.js';

/** The audit that a run of this config makes. Throws E_DATASET_*. */
export function auditGiven(
  dataset: Dataset,
  config: TrainConfig,
  onProgress: (progress: AuditProgress) => void,
): Promise<AuditReport> {
  requireBothClasses(dataset, 'the pictures given');
  const random = createRandom(config.seed).fork('audit');
  return auditDataset(dataset, { random, workers: 0, onProgress });
}

/**
 * `train` without a run folder, on a frozen backbone: the same features, groups, split, epochs and choice of epoch,
 * by the same code. Throws E_DATASET_*, E_SPLIT_*, E_TRAIN_DIVERGED, E_RUNTIME_*.
 */
export async function trainGiven(
  given: { dataset: Dataset; audit: AuditReport; config: TrainConfig; backbone: Backbone },
  onProgress: (progress: TrainingProgress) => void,
): Promise<Trained> {
  const { audit, config, backbone } = given;
  const equalisation = resolveEqualisation(config, historyLeak(audit));
  const histories = equalisation && historiesOf(config, equalisation);
  // Before the long work: what cannot be split is known by now, but for pictures that fail later.
  splitHoldOut(withGroupsOf(config, given.dataset, audit).samples, config);
  const features = await readFeatures(given.dataset.samples, backbone, histories, onProgress);
  const { digests, skipped } = features.training;
  const dataset = withGroupsOf(config, withoutUnreadable(given.dataset, skipped), audit);
  const { samples } = dataset;
  const split = splitHoldOut(samples, config);
  const data = {
    training: samplesOf(split, samples, 'train'),
    validation: samplesOf(split, samples, 'validation'),
    fingerprint: fingerprintSamples(samples, digests),
  };

  const random = createRandom(config.seed);
  const learner = await createHeadLearner({
    config,
    backbone,
    features,
    data,
    random: random.fork('weights'),
  });
  let detector: Uint8Array<ArrayBuffer> | null = null;
  const { epochs } = config;
  let epoch = 0;
  const last = await runEpochs({
    learner,
    epochs,
    schedule: config.schedule,
    warmUp: config.warmUp,
    callbacks: config.callbacks,
    random: random.fork('train'),
    from: null,
    saveBest: async () => {
      detector = Uint8Array.from(await learner.exportDetector());
    },
    saveCheckpoint: () => Promise.resolve(),
    events: {
      onBatch: (batch) => {
        onProgress({ kind: 'batch', epoch, epochs, batch });
      },
      onEpochEnd: (record) => {
        epoch = record.epoch + 1;
        onProgress({ kind: 'epoch', epoch, epochs, record });
      },
    },
  }).finally(() => learner.close());
  const { best } = last.callbacks;
  if (!best || !detector) throw new AssayError('E_ARGUMENT', 'A training needs at least one epoch.');

  const shown = shuffle([...data.validation], createRandom(config.seed).fork('grid'));
  const predictions = await judge(detector, shown, onProgress);
  const evaluation = summarise(predictions, { random: createRandom(config.seed).fork('bootstrap') });
  const told = { audit: digestAudit(audit), equalisation, skipped: dataset.skipped };
  return {
    detector,
    history: last.history,
    bestEpoch: best.epoch,
    headline: headline(evaluation),
    counts: { train: countLabels(data.training), validation: countLabels(data.validation) },
    grid: predictionGrid(predictions, config.gridStart),
    notices: runNotices(told, 'The split', split.warnings ?? []),
    threads: config.threads,
  };
}

/** Features to train on, of new histories where the audit asks for them, and to judge by, as given. */
async function readFeatures(
  samples: readonly Sample[],
  backbone: Backbone,
  histories: Histories | null,
  onProgress: (progress: TrainingProgress) => void,
): Promise<{ training: FeatureTable; validation: FeatureTable }> {
  const extractor = await openFeatureExtractor(featureModel(backbone));
  // The page has no place to keep features in.
  const cache = { get: () => Promise.resolve(null), set: () => Promise.resolve() };
  const source = {
    length: extractor.length,
    depth: 1,
    features: (task: Parameters<typeof sampleFeatures>[0]) => sampleFeatures(task, { extractor, cache }),
    close: () => extractor.close(),
  };
  const total = samples.length * (histories ? 2 : 1);
  let before = 0;
  const compute = async (drawn: Histories | null): Promise<FeatureTable> => {
    const tell = (done: number): void => {
      onProgress({ kind: 'features', done: before + done, total });
    };
    const table = await computeFeatures(samples, source, tell, drawn);
    before += samples.length;
    return table;
  };
  try {
    const validation = await compute(null);
    return { validation, training: histories ? await compute(histories) : validation };
  } finally {
    await source.close();
  }
}

/** What the finished file says of held-out pictures, as its user will use it. */
async function judge(
  file: Uint8Array,
  samples: readonly Sample[],
  onProgress: (progress: TrainingProgress) => void,
): Promise<HeldOutPrediction[]> {
  const detector = await loadDetector(file);
  const predictions: HeldOutPrediction[] = [];
  try {
    for (const sample of samples) {
      const [prediction] = await detector.predict([await decodeImage(sample.file, { name: sample.id })]);
      const { id, label, source, group } = sample;
      const from = { ...(source === undefined ? {} : { source }), ...(group === undefined ? {} : { group }) };
      predictions.push({ id, label, ...prediction!, ...from });
      onProgress({ kind: 'judging', done: predictions.length, total: samples.length });
    }
  } finally {
    await detector.close();
  }
  return predictions;
}
