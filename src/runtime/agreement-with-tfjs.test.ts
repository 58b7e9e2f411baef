import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import {
  buildInference,
  buildTrainingStep,
  layers,
  losses,
  optimisers,
  serialise,
  tensor,
  type Network,
  type Tensor,
  type Value,
} from '../graph/index.js';
import { createRandom } from '../random.js';
import { createSession } from './create-session.js';
import { createTrainer } from './trainer.js';

const FEATURES = 12;
const BATCH = 16;
// tfjs adds ε to the corrected √v̂, Keras to √v: a small one keeps the two definitions together.
const EPSILON = 1e-10;

/** The recipe's head, narrow, and without dropout, whose draws no two libraries share. */
function head(net: Network, x: Value): Value {
  const one = layers.relu(net, layers.dense(net, x, { name: 'one', units: 10 }));
  const two = layers.relu(
    net,
    layers.dense(net, layers.batchNorm(net, one, { name: 'bn' }), { name: 'two', units: 6 }),
  );
  return layers.dense(net, two, { name: 'three', units: 2 });
}

const inputs = {
  x: { type: 'float32', shape: ['N', FEATURES] },
  labels: { type: 'int32', shape: ['N'] },
  weights: { type: 'float32', shape: ['N'] },
} as const;

function batches(): Record<string, Tensor>[] {
  const random = createRandom(7);
  return Array.from({ length: 20 }, () => {
    const labels = Array.from({ length: BATCH }, () => random.int(2));
    const x = labels.flatMap((label) =>
      Array.from({ length: FEATURES }, () => random.normal() + 0.7 * label),
    );
    return {
      x: tensor('float32', [BATCH, FEATURES], x),
      labels: tensor('int32', [BATCH], labels),
      weights: tensor('float32', [BATCH], new Array<number>(BATCH).fill(1)),
    };
  });
}

function tfjsHead(parameters: Record<string, Tensor>): tfl.LayersModel {
  const given = (name: string): tf.Tensor =>
    tf.tensor(parameters[name]!.data as Float32Array, parameters[name]!.dims);
  const dense = (name: string, units: number, relu: boolean) =>
    tfl.layers.dense({
      units,
      activation: relu ? 'relu' : 'linear',
      weights: [given(`${name}/kernel`), given(`${name}/bias`)],
    });
  const input = tfl.input({ shape: [FEATURES] });
  const one = dense('one', 10, true).apply(input);
  const normal = tfl.layers.batchNormalization({ momentum: 0.99, epsilon: 1e-3 }).apply(one);
  const two = dense('two', 6, true).apply(normal);
  const out = dense('three', 2, false).apply(two) as tfl.SymbolicTensor;
  return tfl.model({ inputs: input, outputs: out });
}

describe('agreement with tfjs', () => {
  it('of a small head trained 20 steps with Adam from the same weights, and of its predictions after', async () => {
    const step = buildTrainingStep({
      inputs,
      network: (net, { x, labels, weights }) => ({
        loss: losses.softmaxCrossEntropy(net, head(net, x!), labels!, weights!),
      }),
      optimiser: optimisers.adam({ epsilon: EPSILON }),
    });
    const trainer = await createTrainer(step, { threads: 1, random: createRandom(1) });
    const model = tfjsHead(trainer.parameters());
    // Cross-entropy from logits in plain tfjs operators.
    const loss = (truth: tf.Tensor, logits: tf.Tensor): tf.Tensor =>
      tf.neg(tf.mean(tf.sum(tf.mul(truth, tf.logSoftmax(logits)), -1)));
    model.compile({ optimizer: tf.train.adam(0.01, 0.9, 0.999, EPSILON), loss });
    for (const batch of batches()) {
      const ours = (await trainer.step(batch, { learningRate: 0.01 })).loss;
      const x = tf.tensor2d(batch['x']!.data as Float32Array, [BATCH, FEATURES]);
      const truth = tf.cast(
        tf.oneHot(tf.tensor1d(batch['labels']!.data as Int32Array, 'int32'), 2),
        'float32',
      );
      const theirs = (await model.trainOnBatch(x, truth)) as number;
      expect(Math.abs(ours - theirs)).toBeLessThan(1e-5);
    }
    const parameters = trainer.parameters();
    const names = ['one/kernel', 'one/bias', 'bn/gamma', 'bn/beta', 'two/kernel', 'two/bias', 'three/kernel', 'three/bias', 'bn/moving_mean', 'bn/moving_variance']; // prettier-ignore
    model.getWeights().forEach((weights, i) => {
      const ours = parameters[names[i]!]!;
      expect(ours.dims).toEqual(weights.shape);
      weights.dataSync().forEach((theirs, at) => {
        expect(Math.abs(Number(ours.data[at]) - theirs)).toBeLessThan(1e-5);
      });
    });
    const graph = buildInference({
      inputs: { x: inputs.x },
      network: (net, { x }) => ({ logits: head(net, x!) }),
      parameters,
    });
    const session = await createSession(serialise(graph), { threads: 1 });
    const { x } = batches()[0]!;
    const { logits } = await session.run({ x: x! });
    const theirs = model.predict(tf.tensor2d(x!.data as Float32Array, [BATCH, FEATURES])) as tf.Tensor;
    theirs
      .dataSync()
      .forEach((item, at) => expect(Math.abs(Number(logits!.data[at]) - item)).toBeLessThan(1e-4));
  });
});
