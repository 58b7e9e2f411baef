import { describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import { createSession, createTrainer } from '../../runtime/index.js';
import { emitOne } from '../emit.js';
import { addInput, addOutput, createGraph, type Graph } from '../graph.js';
import * as layers from '../layers/index.js';
import * as losses from '../losses/index.js';
import * as optimisers from '../optimisers/index.js';
import { serialise } from '../serialise.js';
import { buildTrainingStep } from '../training/training-step.js';
import { tensor } from '../types.js';
import { forGraphics } from './graphics.js';

function convolution(channels: number, group = 1): Graph {
  const graph = createGraph();
  const x = addInput(graph, 'x', 'float32', [1, channels, 4, 4]);
  const kernel = addInput(graph, 'kernel', 'float32', [4 * group, channels / group, 3, 3]);
  addOutput(graph, emitOne(graph, 'Conv', [x, kernel], { group, pads: [1, 1, 1, 1] }), 'y');
  return graph;
}

const numbers = (dims: number[]) =>
  tensor(
    'float32',
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => Math.sin(1.7 * i)),
  );

describe('a graph for graphics', () => {
  it('gives convolutions of 6, 9, 15 … channels channels of zeros, and the same numbers', async () => {
    const feeds = { x: numbers([1, 9, 4, 4]), kernel: numbers([4, 9, 3, 3]) };
    const graph = convolution(9);
    const lowered = forGraphics(graph);
    expect(lowered.nodes.map(({ opType }) => opType)).toEqual(['Pad', 'Pad', 'Conv']);
    expect(lowered.nodes.at(-1)!.inputs.map((value) => value!.shape[1])).toEqual([12, 12]);
    const [plain, widened] = await Promise.all(
      [graph, lowered].map(async (one) => {
        const session = await createSession(serialise(one), { threads: 1 });
        const { y } = await session.run(feeds);
        await session.release();
        return Array.from(y!.data, Number);
      }),
    );
    plain!.forEach((item, i) => expect(widened![i]).toBeCloseTo(item, 5));
  });

  it('leaves the others as they are', () => {
    for (const [channels, group] of [[3], [4], [5], [10], [12], [9, 9]] as [number, number?][]) {
      const graph = convolution(channels, group);
      expect(forGraphics(graph).nodes).toEqual(graph.nodes);
    }
  });

  it('trains a depthwise network to the same weights as any graph', async () => {
    const step = buildTrainingStep({
      inputs: {
        x: { type: 'float32', shape: [4, 3, 8, 8] },
        labels: { type: 'int32', shape: [4] },
        weights: { type: 'float32', shape: [4] },
      },
      network: (net, { x, labels, weights }) => {
        const one = layers.relu(net, layers.conv(net, x!, { name: 'one', filters: 6, kernel: 3 }));
        const two = layers.depthwiseConv(net, one, { name: 'two', kernel: 3, strides: 2 });
        const three = layers.conv(net, two, { name: 'three', filters: 4, kernel: 1 });
        const logits = layers.dense(net, layers.globalAveragePool(net, three, { name: 'pool' }), {
          name: 'four',
          units: 2,
        });
        return { loss: losses.softmaxCrossEntropy(net, logits, labels!, weights!) };
      },
      optimiser: optimisers.sgd(),
    });
    const batch = {
      x: numbers([4, 3, 8, 8]),
      labels: tensor('int32', [4], [0, 1, 1, 0]),
      weights: tensor('float32', [4], [1, 1, 1, 1]),
    };
    const trained = await Promise.all(
      [step, step.writtenFor({ kind: 'graphics' })].map(async (one) => {
        // Keeps createTrainer from writing the step for this processor.
        const trainer = await createTrainer(
          { ...one, writtenFor: () => one },
          { threads: 1, random: createRandom(1) },
        );
        for (let i = 0; i < 3; i++) await trainer.step(batch, { learningRate: 0.1 });
        const parameters = trainer.parameters();
        await trainer.release();
        return parameters;
      }),
    );
    for (const [name, { data }] of Object.entries(trained[0]!)) {
      data.forEach((item, i) => expect(Number(trained[1]![name]!.data[i])).toBeCloseTo(Number(item), 5));
    }
  });
});
