import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { frozenPart, isTrunkParameter, summariseHead, summariseTrunk, type Trunk } from '../model/index.js';
import type { Random } from '../random.js';
import { lastWeights, type StartingWeights } from './last-weights.js';
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
import { createPixelLearner, type PixelLearner, type PixelLearnerOptions } from './pixel-learner.js';
import type { RunSource } from './read-data.js';
import { onlyWeights, wholeStart } from './starting-weights.js';
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
  const learner = (trunk: Trunk, start?: NonNullable<PixelLearnerOptions['start']>): Promise<PixelLearner> =>
    createPixelLearner({
      ...learnerOptions(config, data),
      trunk,
      views: source.views,
      accumulate: config.accumulate,
      recompute: config.recompute,
      device: config.device,
      rateOf: (name) => (isTrunkParameter(name) ? config.backboneRate : 1),
      random,
      ...(start ? { start } : {}),
      compose: (weights) => composeTrained(config, data, trunk.toBackbone(weights), weights),
    });
  const { frozen, trunk } = base;
  const from = await startOf(config);
  if (!frozen) return learner(trunk, from && ((step) => wholeStart(from, step)));
  return createStagedLearner({
    epochs: config.unfreezeAt,
    first: () => learner(frozen),
    second: (values) => learner(trunk, (step) => onlyWeights(values, step)),
  });
}

/** What a config's network starts with; undefined for drawn weights. Throws as `lastWeights`, E_ARGUMENT. */
async function startOf({ from, fineTune, view }: TrainConfig): Promise<StartingWeights | undefined> {
  if (from === null) return undefined;
  const start = await lastWeights(from, view);
  if (start.trained !== null || fineTune === null || fineTune === 'all') return start;
  throw new AssayError(
    'E_ARGUMENT',
    `--from ${quoteName(from)} is a detector's file and --fine-tune is ${fineTune}; the layers before it would be the backbone's as it was, not the detector's. Use --fine-tune all.`,
  );
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
