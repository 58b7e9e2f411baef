import { countLabels } from '../dataset/check.js';
import { type Optimiser, optimisers, type Tensor } from '../graph/index.js';
import {
  type Backbone,
  composeDetector,
  frozenPart,
  headModel,
  type HeadOptions,
  isTrunkParameter,
  summariseHead,
  summariseTrunk,
  type Trunk,
} from '../model/index.js';
import type { Random } from '../random.js';
import type { ModelSummary } from '../report/types.js';
import type { Base } from './base.js';
import type { OptimiserOptions, TrainConfig } from './config.js';
import { createFrozenLearner } from './frozen-learner.js';
import type { Learner } from './learner.js';
import { lossOf } from './loss.js';
import { createPixelLearner, type PixelLearner } from './pixel-learner.js';
import type { PreparedData } from './prepare.js';
import type { RunSource } from './read-data.js';
import { dataName } from './run-folder.js';
import { createStagedLearner } from './staged-learner.js';

/** What a config's learner is made of. */
export interface RecipeLearnerOptions {
  config: TrainConfig;
  base: Base;
  source: RunSource;
  data: Pick<PreparedData, 'training' | 'validation' | 'fingerprint'>;
  /** Draws the first weights. */
  random: Random;
}

/** The learner of a config: the recipe's head on a frozen backbone, or a network that trains from pixels. */
export function createRecipeLearner(given: RecipeLearnerOptions): Promise<Learner> {
  const { config, base, source, data, random } = given;
  const counts = countLabels(data.training);
  const head = headOptions(config);
  const { training, validation } = data;
  const compose = (backbone: Backbone, weights: Readonly<Record<string, Tensor>>): Promise<Uint8Array> =>
    Promise.resolve(
      composeDetector({
        name: dataName(config),
        backbone,
        head: headModel(weights, backbone.featureLength, head),
        headOptions: head,
        view: config.view === 'crop' ? 'crop' : 'square',
        training: { fingerprint: data.fingerprint, seed: config.seed, samples: counts },
      }),
    );
  const shared = {
    head,
    training,
    validation,
    batch: config.batch,
    classWeights: resolveClassWeights(config, counts),
    loss: lossOf(config.loss),
    optimiser: optimiserOf(config.optimiser),
    clipNorm: config.optimiser.clipNorm,
    averageDecay: config.averageDecay,
    threads: config.threads,
  };
  if (base.kind === 'features') {
    if (source.kind !== 'features') throw new TypeError('features were not computed');
    return createFrozenLearner({
      ...shared,
      features: source.features,
      flip: config.flip,
      random,
      compose: (weights) => compose(base.backbone, weights),
    });
  }
  if (source.kind !== 'views') throw new TypeError('views were not opened');
  const learner = (trunk: Trunk, values?: Readonly<Record<string, Tensor>>): Promise<PixelLearner> =>
    createPixelLearner({
      ...shared,
      trunk,
      views: source.views,
      accumulate: config.accumulate,
      recompute: config.recompute,
      rateOf: (name) => (isTrunkParameter(name) ? config.backboneRate : 1),
      random,
      ...(values ? { values } : {}),
      compose: (weights) => compose(trunk.toBackbone(weights), weights),
    });
  const { frozen, trunk } = base;
  if (!frozen) return learner(trunk);
  return createStagedLearner({
    epochs: config.unfreezeAt,
    first: () => learner(frozen),
    second: (values) => learner(trunk, values),
  });
}

/** The model of a config, layer by layer. */
export function summariseRecipe(config: TrainConfig, base: Base): ModelSummary {
  if (base.kind === 'pixels') return summariseTrunk(dataName(config), base.trunk, headOptions(config));
  const { name, about, model, featureLength } = base.backbone;
  return summariseHead(
    dataName(config),
    frozenPart(name, about.title, model, featureLength),
    headOptions(config),
  );
}

function headOptions({ hidden, dropout, batchNorm }: TrainConfig): HeadOptions {
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
