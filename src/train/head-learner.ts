import { countLabels } from '../dataset/check.js';
import { type Optimiser, optimisers, type Tensor } from '../graph/index.js';
import {
  type Backbone,
  composeDetector,
  type DetectorParts,
  headModel,
  type HeadOptions,
} from '../model/index.js';
import type { Random } from '../random.js';
import type { OptimiserOptions, TrainConfig } from './config.js';
import { dataName } from './data-name.js';
import { createFrozenLearner, type FrozenLearnerOptions, type LearnerFeatures } from './frozen-learner.js';
import type { Learner } from './learner.js';
import { lossOf } from './loss.js';
import type { PreparedData } from './prepare.js';

/** The data that a learner is made for. */
export type LearnerData = Pick<PreparedData, 'training' | 'validation' | 'fingerprint'>;

/** The recipe's head on the features of a frozen backbone. */
export function createHeadLearner(given: {
  config: TrainConfig;
  backbone: Backbone;
  features: LearnerFeatures;
  data: LearnerData;
  /** Draws the first weights. */
  random: Random;
}): Promise<Learner> {
  const { config, backbone, features, data, random } = given;
  return createFrozenLearner({
    ...learnerOptions(config, data),
    features,
    flip: config.flip,
    random,
    compose: (weights) => composeTrained(config, data, backbone, weights),
  });
}

/** What every learner takes of a config. */
export function learnerOptions(
  config: TrainConfig,
  { training, validation }: LearnerData,
): Omit<FrozenLearnerOptions, 'features' | 'flip' | 'random' | 'compose'> {
  return {
    head: headOptions(config),
    training,
    validation,
    batch: config.batch,
    classWeights: resolveClassWeights(config, countLabels(training)),
    loss: lossOf(config.loss),
    optimiser: optimiserOf(config.optimiser),
    clipNorm: config.optimiser.clipNorm,
    averageDecay: config.averageDecay,
    threads: config.threads,
  };
}

/** The detector file of a trained head on its backbone. */
export function composeTrained(
  config: TrainConfig,
  { training, fingerprint }: LearnerData,
  backbone: Backbone,
  weights: Readonly<Record<string, Tensor>>,
): Promise<Uint8Array> {
  const head = headOptions(config);
  return Promise.resolve(
    composeDetector({
      name: dataName(config),
      backbone,
      head: headModel(weights, backbone.featureLength, head),
      headOptions: head,
      ...viewOfConfig(config),
      training: { fingerprint, seed: config.seed, samples: countLabels(training) },
    }),
  );
}

/** How the detector of a config looks at pictures. */
function viewOfConfig({ view, tiles }: TrainConfig): Pick<DetectorParts, 'view' | 'tiles'> {
  if (view !== 'crop') return { view: view === 'area' ? view : 'square' };
  return tiles > 1 ? { view: 'tiles', tiles } : { view: 'crop' };
}

/** The shape of a config's head. */
export function headOptions({ hidden, dropout, batchNorm }: TrainConfig): HeadOptions {
  return { hidden, dropout, batchNorm };
}

function optimiserOf({ name, weightDecay, momentum }: OptimiserOptions): Optimiser {
  if (name === 'adam') return optimisers.adam();
  if (name === 'adamw') return optimisers.adamW({ weightDecay });
  return optimisers.sgd({ momentum, weightDecay });
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
