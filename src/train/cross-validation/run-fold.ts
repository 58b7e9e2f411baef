import { countLabels } from '../../dataset/check.js';
import { createRandom } from '../../random.js';
import type { Base } from '../base.js';
import type { TrainConfig } from '../config.js';
import type { EpochRecord } from '../history.js';
import { type LoopEvents, runEpochs } from '../loop.js';
import type { RunData } from '../read-data.js';
import { createRecipeLearner } from '../recipe-learner.js';
import type { FoldRecord } from './fold-file.js';
import type { ResolvedCrossValidation } from './options.js';
import type { PlannedFold } from './plan.js';

/**
 * Trains on one fold's training part, in memory, and scores its judged part. No judged picture has a say in which
 * weights are scored: they are the last epoch's, or the best by the inner validation part.
 * Each run has its own generator, named after the fold, so that it does not depend on which others ran before.
 */
export async function runFold(given: {
  config: TrainConfig;
  options: ResolvedCrossValidation;
  base: Base;
  data: RunData;
  fold: PlannedFold;
  events?: LoopEvents;
  signal?: AbortSignal;
}): Promise<FoldRecord> {
  const { config, options, base, data, fold, events, signal } = given;
  const { repeat, fold: number, name, split, training, validation, judged } = fold;
  const random = createRandom(config.seed).fork('cross-validation').fork(name);
  const learner = await createRecipeLearner({
    config,
    base,
    source: data.source,
    data: { training, validation, fingerprint: data.fingerprint },
    random: random.fork('weights'),
  });
  try {
    let best: Float32Array | null = null;
    const last = await runEpochs({
      learner,
      epochs: config.epochs,
      schedule: config.schedule,
      warmUp: config.warmUp,
      callbacks: config.callbacks,
      random: random.fork('train'),
      from: null,
      saveBest: async () => {
        if (options.epoch === 'best') best = await learner.score(judged);
      },
      saveCheckpoint: () => Promise.resolve(),
      ...(events ? { events } : {}),
      ...(signal ? { signal } : {}),
    });
    const isBest = best !== null && last.callbacks.best !== null;
    const logits = best ?? (await learner.score(judged));
    return {
      repeat,
      fold: number,
      name,
      method: split.method,
      counts: { train: countLabels(training), judged: countLabels(judged) },
      epoch: isBest ? last.callbacks.best!.epoch : last.epochs - 1,
      history: last.history.map(withoutClock),
      scores: judged.map(({ id }, i) => ({ id, logit: logits[i]! })),
    };
  } finally {
    await learner.close();
  }
}

function withoutClock({
  epoch,
  learningRate,
  loss,
  accuracy,
  validationLoss,
  validationAccuracy,
}: EpochRecord): FoldRecord['history'][number] {
  return { epoch, learningRate, loss, accuracy, validationLoss, validationAccuracy };
}
