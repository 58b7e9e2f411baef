import type { Sample } from '../dataset/sample.js';
import {
  buildInference,
  buildTrainingStep,
  type Network,
  serialise,
  type Optimiser,
  type Tensor,
  type Value,
} from '../graph/index.js';
import { head, type HeadOptions } from '../model/index.js';
import { type Random, shuffle } from '../random.js';
import { createSession, createTrainer, stateFromBytes, stateToBytes } from '../runtime/index.js';
import { batchTargets } from './batch.js';
import type { FeatureTable } from './features.js';
import type { Learner, PassResult, ValidationResult } from './learner.js';
import type { BatchLoss } from './loss.js';
import { scoreLogits } from './score-logits.js';

/** Features to train on and to judge by: the same, or equalised and as given. */
export interface LearnerFeatures {
  training: FeatureTable;
  validation: FeatureTable;
}

/** What a head on frozen features is trained with. */
export interface FrozenLearnerOptions {
  features: LearnerFeatures;
  training: readonly Sample[];
  validation: readonly Sample[];
  head: HeadOptions;
  batch: number;
  /** Probability of the mirrored view. */
  flip: number;
  /** Weights of the loss by class. */
  classWeights: { fake: number; real: number };
  threads: number;
  loss: BatchLoss;
  optimiser: Optimiser;
  /** Bound on the gradients' global norm; null for none. */
  clipNorm: number | null;
  /** Decay of a running average of the weights, which is then judged and exported; null for none. */
  averageDecay: number | null;
  /** Draws the first weights. */
  random: Random;
  /** Makes a whole detector of the head's weights. */
  compose(weights: Readonly<Record<string, Tensor>>): Promise<Uint8Array>;
}

/**
 * Trains the recipe's head on features computed beforehand: one ONNX graph holds forward pass, softmax
 * cross-entropy, gradients and Adam. The last batch of an epoch may be smaller, as in Keras.
 */
export async function createFrozenLearner(options: FrozenLearnerOptions): Promise<Learner> {
  const { features, training, validation, batch, threads } = options;
  const width = features.training.length;
  const step = buildTrainingStep({
    inputs: {
      features: { type: 'float32', shape: ['N', width] },
      labels: { type: 'int32', shape: ['N'] },
      weights: { type: 'float32', shape: ['N'] },
    },
    network: (net, inputs) => {
      const logits = head(net, inputs['features']!, options.head);
      return {
        loss: options.loss(net, logits, inputs['labels']!, inputs['weights']!),
        outputs: { logits },
      };
    },
    optimiser: options.optimiser,
    ...(options.clipNorm === null ? {} : { clipNorm: options.clipNorm }),
    ...(options.averageDecay === null ? {} : { average: { decay: options.averageDecay } }),
  });
  const trainer = await createTrainer(step, { threads, random: options.random });
  /** The weights as they are judged: the averages where they are kept. */
  const judged = (): Record<string, Tensor> => trainer.parameters({ average: true });
  const held = gather(features.validation, validation, () => 0);

  async function infer(inputs: Tensor): Promise<Float32Array> {
    const graph = buildInference({
      inputs: { features: { type: 'float32', shape: ['N', width] } },
      network: (net: Network, given: Readonly<Record<string, Value>>) => ({
        logits: head(net, given['features']!, options.head),
      }),
      parameters: judged(),
    });
    const session = await createSession(serialise(graph), { threads });
    try {
      const { logits } = await session.run({ features: inputs });
      return logits!.data as Float32Array;
    } finally {
      await session.release();
    }
  }

  async function trainEpoch(
    rateAt: (done: number) => number,
    random: Random,
    onBatch: Parameters<Learner['trainEpoch']>[2],
    signal?: AbortSignal,
  ): Promise<PassResult> {
    const order = shuffle([...training], random.fork('order'));
    const flips = random.fork('flip');
    const masks = random.fork('dropout');
    const histories = random.fork('view');
    const { views } = features.training;
    const drawView = (): number =>
      2 * (views === 1 ? 0 : histories.int(views)) + (flips.next() < options.flip ? 1 : 0);
    const steps = Math.ceil(order.length / batch);
    let samples = 0;
    let lossSum = 0;
    let right = 0;
    for (let i = 0; i < steps; i++) {
      signal?.throwIfAborted();
      const members = order.slice(i * batch, (i + 1) * batch);
      const feeds = {
        features: gather(features.training, members, drawView),
        ...batchTargets(members, options.classWeights),
      };
      const result = await trainer.step(feeds, { learningRate: rateAt((i + 0.5) / steps), random: masks });
      samples += members.length;
      lossSum += result.loss * members.length;
      right += scoreLogits(result.outputs[0]!['logits']!.data as Float32Array, members).right;
      onBatch({ step: i + 1, steps, samples, loss: lossSum / samples, accuracy: right / samples });
    }
    return { loss: lossSum / samples, accuracy: right / samples };
  }

  async function validate(): Promise<ValidationResult> {
    const { loss, right, logOdds } = scoreLogits(await infer(held), validation);
    return { loss, accuracy: right / validation.length, logits: logOdds };
  }

  async function score(samples: readonly Sample[]): Promise<Float32Array> {
    return scoreLogits(await infer(gather(features.validation, samples, () => 0)), samples).logOdds;
  }

  return {
    trainEpoch,
    validate,
    score,
    state: () => stateToBytes(trainer.state()),
    restore: (state) => trainer.restore(stateFromBytes(state)),
    exportDetector: () => options.compose(judged()),
    close: () => trainer.release(),
  };
}

/** Features of samples as one tensor [n, length], each sample in the view chosen for it. */
function gather(features: FeatureTable, samples: readonly Sample[], viewOf: () => number): Tensor {
  const { length, rows } = features;
  const data = new Float32Array(samples.length * length);
  samples.forEach(({ id }, i) => {
    const view = viewOf();
    data.set(rows.get(id)!.subarray(view * length, (view + 1) * length), i * length);
  });
  return { type: 'float32', dims: [samples.length, length], data };
}
