import { countLabels } from '../dataset/check.js';
import {
  type Backbone,
  composeDetector,
  frozenPart,
  headModel,
  type HeadOptions,
  resolveBackbone,
  summariseHead,
} from '../model/index.js';
import type { Random } from '../random.js';
import type { ModelSummary } from '../report/types.js';
import type { TrainConfig } from './config.js';
import type { FeatureTable } from './features.js';
import { createFrozenLearner } from './frozen-learner.js';
import type { Learner } from './learner.js';
import type { PreparedData } from './prepare.js';
import { dataName } from './run-folder.js';

/** The backbone of a config, at its view. Throws E_BACKBONE_*. */
export function openBackbone({ backbone, backboneInput, size, scale }: TrainConfig): Promise<Backbone> {
  return resolveBackbone(backbone, { ...backboneInput, size, scale });
}

/** The learner of a config: the recipe's head on a frozen backbone. `random` draws the first weights. */
export function createRecipeLearner(given: {
  config: TrainConfig;
  backbone: Backbone;
  features: FeatureTable;
  data: Pick<PreparedData, 'training' | 'validation' | 'fingerprint'>;
  random: Random;
}): Promise<Learner> {
  const { config, backbone, features, data, random } = given;
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
    random,
    compose: (weights) =>
      Promise.resolve(
        composeDetector({
          name: dataName(config),
          backbone,
          head: headModel(weights, backbone.featureLength, head),
          training: { fingerprint: data.fingerprint, seed: config.seed, samples: counts },
        }),
      ),
  });
}

/** The model of a config, layer by layer. */
export function summariseRecipe(config: TrainConfig, backbone: Backbone): ModelSummary {
  const { name, about, model, featureLength } = backbone;
  return summariseHead(
    dataName(config),
    frozenPart(name, about.title, model, featureLength),
    headOptions(config),
  );
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
