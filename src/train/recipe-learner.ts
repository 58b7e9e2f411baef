import type { Tensor } from '../graph/index.js';
import { frozenPart, isTrunkParameter, summariseHead, summariseTrunk, type Trunk } from '../model/index.js';
import type { Random } from '../random.js';
import { lastWeights } from './last-weights.js';
import type { ModelSummary } from '../report/types.js';
import type { Base } from './base.js';
import type { TrainConfig } from './config.js';
import { dataName } from './data-name.js';
import {
  composeTrained,
  createHeadLearner,
  headOptions,
  type LearnerData,
  learnerOptions,
} from './head-learner.js';
import type { Learner } from './learner.js';
import { createPixelLearner, type PixelLearner } from './pixel-learner.js';
import type { RunSource } from './read-data.js';
import { createStagedLearner } from './staged-learner.js';

/** What a config's learner is made of. */
export interface RecipeLearnerOptions {
  config: TrainConfig;
  base: Base;
  source: RunSource;
  data: LearnerData;
  /** Draws the first weights. */
  random: Random;
}

/** The learner of a config: the recipe's head on a frozen backbone, or a network that trains from pixels. */
export async function createRecipeLearner(given: RecipeLearnerOptions): Promise<Learner> {
  const { config, base, source, data, random } = given;
  if (base.kind === 'features') {
    if (source.kind !== 'features') throw new TypeError('features were not computed');
    return createHeadLearner({ config, backbone: base.backbone, features: source.features, data, random });
  }
  if (source.kind !== 'views') throw new TypeError('views were not opened');
  const learner = (trunk: Trunk, values?: Readonly<Record<string, Tensor>>): Promise<PixelLearner> =>
    createPixelLearner({
      ...learnerOptions(config, data),
      trunk,
      views: source.views,
      accumulate: config.accumulate,
      recompute: config.recompute,
      device: config.device,
      rateOf: (name) => (isTrunkParameter(name) ? config.backboneRate : 1),
      random,
      ...(values ? { values } : {}),
      compose: (weights) => composeTrained(config, data, trunk.toBackbone(weights), weights),
    });
  const { frozen, trunk } = base;
  if (!frozen) return learner(trunk, config.from === null ? undefined : await lastWeights(config.from));
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
