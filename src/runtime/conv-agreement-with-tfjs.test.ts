import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import {
  buildTrainingStep,
  layers,
  losses,
  optimisers,
  tensor,
  type Network,
  type Tensor,
  type Value,
} from '../graph/index.js';
import { createRandom } from '../random.js';
import { createTrainer } from './trainer.js';

const SIDE = 9;
const BATCH = 4;
const EPSILON = 1e-10; // as in the dense agreement: keeps the two definitions of Adam's ε together

function network(net: Network, x: Value): Value {
  let y = layers.conv(net, x, { name: 'conv', filters: 4, kernel: 3, strides: 2, padding: 'same' });
  y = layers.relu(net, layers.batchNorm(net, y, { name: 'bn' }));
  y = layers.relu6(net, layers.depthwiseConv(net, y, { name: 'depth', kernel: 3, padding: 'same' }));
  y = layers.maxPool(net, y, { kernel: 2, padding: 'same' });
  y = layers.conv(net, y, { name: 'point', filters: 6, kernel: 2, padding: 'same' });
  y = layers.averagePool(net, layers.sigmoid(net, y), { kernel: 2, strides: 1 });
  return layers.dense(net, layers.globalAveragePool(net, y), { name: 'out', units: 2 });
}

/** The same network in tfjs, whose images are [N, H, W, C] and kernels [h, w, C, M]. */
function tfjsNetwork(parameters: Record<string, Tensor>): tfl.LayersModel {
  const given = (name: string): tf.Tensor => {
    const value = tf.tensor(parameters[name]!.data as Float32Array, parameters[name]!.dims);
    if (value.rank < 4) return value;
    return tf.transpose(value, name.startsWith('depth') ? [2, 3, 0, 1] : [2, 3, 1, 0]);
  };
  const weights = (name: string): tf.Tensor[] => [given(`${name}/kernel`), given(`${name}/bias`)];
  return tfl.sequential({
    layers: [
      tfl.layers.conv2d({ inputShape: [SIDE, SIDE, 3], filters: 4, kernelSize: 3, strides: 2, padding: 'same', weights: weights('conv') }),
      tfl.layers.batchNormalization({ momentum: 0.99, epsilon: 1e-3 }),
      tfl.layers.reLU(),
      tfl.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', weights: weights('depth') }),
      tfl.layers.reLU({ maxValue: 6 }),
      tfl.layers.maxPooling2d({ poolSize: 2, padding: 'same' }),
      tfl.layers.conv2d({ filters: 6, kernelSize: 2, padding: 'same', activation: 'sigmoid', weights: weights('point') }),
      tfl.layers.averagePooling2d({ poolSize: 2, strides: 1 }),
      tfl.layers.globalAveragePooling2d({}),
      tfl.layers.dense({ units: 2, weights: weights('out') }),
    ],
  }); // prettier-ignore
}

function batches(count: number): { ours: Record<string, Tensor>; x: tf.Tensor; labels: number[] }[] {
  const random = createRandom(5);
  return Array.from({ length: count }, () => {
    const labels = Array.from({ length: BATCH }, () => random.int(2));
    const x = labels.flatMap((label) =>
      Array.from({ length: 3 * SIDE * SIDE }, () => random.normal() * (1 + label)),
    );
    const planes = tf.tensor(x, [BATCH, 3, SIDE, SIDE]);
    return {
      ours: {
        x: tensor('float32', [BATCH, 3, SIDE, SIDE], x),
        labels: tensor('int32', [BATCH], labels),
        weights: tensor('float32', [BATCH], new Array<number>(BATCH).fill(1)),
      },
      x: tf.transpose(planes, [0, 2, 3, 1]),
      labels,
    };
  });
}

describe('agreement with tfjs', () => {
  it.each([
    ['Adam', optimisers.adam({ epsilon: EPSILON }), () => tf.train.adam(0.01, 0.9, 0.999, EPSILON)],
    // tfjs's momentum keeps v = μv + g and takes off ηv: the same as Keras while η stays.
    ['SGD with momentum', optimisers.sgd({ momentum: 0.9 }), () => tf.train.momentum(0.01, 0.9)],
  ])('of the losses of a small convolutional network over 100 steps of %s', async (_, optimiser, theirs) => {
    const step = buildTrainingStep({
      inputs: {
        x: { type: 'float32', shape: [BATCH, 3, SIDE, SIDE] },
        labels: { type: 'int32', shape: [BATCH] },
        weights: { type: 'float32', shape: [BATCH] },
      },
      network: (net, { x, labels, weights }) => ({
        loss: losses.softmaxCrossEntropy(net, network(net, x!), labels!, weights!),
      }),
      optimiser,
    });
    const trainer = await createTrainer(step, { threads: 1, random: createRandom(2) });
    const model = tfjsNetwork(trainer.parameters());
    const loss = (truth: tf.Tensor, logits: tf.Tensor): tf.Tensor =>
      tf.neg(tf.mean(tf.sum(tf.mul(truth, tf.logSoftmax(logits)), -1)));
    model.compile({ optimizer: theirs(), loss });
    const curve: number[] = [];
    for (const { ours, x, labels } of batches(100)) {
      const truth = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 2), 'float32');
      const want = (await model.trainOnBatch(x, truth)) as number;
      const got = (await trainer.step(ours, { learningRate: 0.01 })).loss;
      expect(Math.abs(got - want)).toBeLessThan(2e-4);
      curve.push(got);
    }
    const mean = (part: number[]): number => part.reduce((a, b) => a + b) / part.length;
    expect(mean(curve.slice(-20))).toBeLessThan(mean(curve.slice(0, 20)));
  });
});
