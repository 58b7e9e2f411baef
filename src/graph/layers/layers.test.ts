import { describe, expect, it } from 'vitest';
import { addInput, createGraph, type Graph } from '../graph.js';
import { createNetwork, type Network } from '../network/network.js';
import { serialise } from '../serialise.js';
import { checkGradients, type GradientCase } from '../testing/check-gradients.js';
import { buildInference } from '../training/inference.js';
import { tensor, type Value } from '../types.js';
import { batchNorm, dense, dropout, flatten, globalAveragePool, relu } from './index.js';
import { runOnnx } from '../testing/run.js';

async function expectRight(test: GradientCase): Promise<void> {
  const report = await checkGradients(test);
  expect(report.forwardError).toBeLessThan(2e-6);
  expect(report.gradientError).toBeLessThan(1e-5);
}

const train = (graph: Graph): Network => createNetwork(graph, { mode: 'train' });

describe('gradients of layers', () => {
  it('dense with and without bias', async () => {
    for (const bias of [true, false]) {
      await expectRight({
        inputs: { x: [5, 7] },
        build: (graph, { x }) => dense(train(graph), x!, { name: 'd', units: 3, bias }),
      });
    }
  });

  it.each([[[6, 3]], [[3, 4, 2, 5]], [[2, 3, 7]]])('batchNorm by the batch, %j', async (shape) => {
    await expectRight({
      inputs: { x: shape },
      build: (graph, { x }) => {
        return batchNorm(train(graph), x!, { name: 'bn' });
      },
    });
  });

  it('frozen batchNorm', async () => {
    await expectRight({
      inputs: { x: [3, 2, 4, 4] },
      data: { 'bn/moving_variance': [0.4, 1.7] },
      build: (graph, { x }) => batchNorm(train(graph), x!, { name: 'bn', frozen: true }),
    });
  });

  it('dropout, whole and by channel; globalAveragePool; flatten', async () => {
    await expectRight({
      inputs: { x: [2, 3, 4, 5] },
      fixed: ['a/mask', 'b/mask'],
      data: { 'b/mask': [0, 2, 2, 2, 0, 2] },
      build: (graph, { x }) => {
        const net = train(graph);
        const kept = dropout(net, x!, { name: 'a', rate: 0.25 });
        const channels = dropout(net, x!, { name: 'b', rate: 0.5, shape: [2, 3, 1, 1] });
        return [globalAveragePool(net, kept), flatten(net, channels)];
      },
    });
  });
});

describe('layers in both modes', () => {
  const network = (net: Network, x: Value): Value => {
    const hidden = batchNorm(net, relu(net, dense(net, x, { name: 'one', units: 4 })), { name: 'bn' });
    return dense(net, dropout(net, hidden, { name: 'drop', rate: 0.3 }), { name: 'two', units: 2 });
  };

  it('take parameters as inputs, masks drawn and statistics moving in training', () => {
    const graph = createGraph();
    const net = train(graph);
    network(net, addInput(graph, 'x', 'float32', ['N', 3]));
    expect(net.parameters.map(({ name, shape }) => `${name} ${shape.join('x')}`)).toEqual([
      'one/kernel 3x4',
      'one/bias 4',
      'bn/gamma 4',
      'bn/beta 4',
      'two/kernel 4x2',
      'two/bias 2',
    ]);
    expect(net.masks).toMatchObject([{ name: 'drop/mask', shape: ['N', 4], keepRate: 0.7 }]);
    expect(net.statistics.every((statistic) => statistic.next !== null)).toBe(true);
    expect(net.layers.map((entry) => entry.kind)).toEqual(['Dense', 'BatchNorm', 'Dropout', 'Dense']);
    expect(net.layers.at(-1)!.shape).toEqual(['N', 2]);
  });

  const values = {
    'one/kernel': tensor('float32', [1, 4], [1, -1, 2, 0]),
    'one/bias': tensor('float32', [4], [0, 0, 1, 3]),
    'bn/gamma': tensor('float32', [4], [1, 1, 2, 1]),
    'bn/beta': tensor('float32', [4], [0, 0, 0, 5]),
    'bn/moving_mean': tensor('float32', [4], [1, 0, 0, 3]),
    'bn/moving_variance': tensor('float32', [4], [0.999, 0.999, 3.999, 0.999]),
    'two/kernel': tensor('float32', [4, 2], [1, 0, 0, 1, 1, 0, 0, 1]),
    'two/bias': tensor('float32', [2], [0.5, 0]),
  };
  const infer = (parameters: typeof values): Uint8Array =>
    serialise(
      buildInference({
        inputs: { x: { type: 'float32', shape: ['N', 1] } },
        network: (net, { x }) => ({ y: network(net, x!) }),
        parameters,
      }),
    );

  it('use embedded weights and running averages, without dropout, in inference', async () => {
    // x = 2: relu gives 2, 0, 5, 3; normalised 1, 0, 2·5/2, 5; then 1 + 5 + .5 and 0 + 5.
    const { y } = await runOnnx(infer(values), { x: tensor('float32', [1, 1], [2]) });
    expect(y!.data[0]).toBeCloseTo(6.5, 5);
    expect(y!.data[1]).toBeCloseTo(5, 5);
  });

  it('say which value is missing or of another shape', () => {
    const rest = { ...values };
    Reflect.deleteProperty(rest, 'bn/beta');
    expect(() => infer(rest)).toThrow(/No value was given for the parameter "bn\/beta" \[4\]/);
    const wrong = { ...values, 'two/bias': tensor('float32', [3], [1, 2, 3]) };
    expect(() => infer(wrong)).toThrow(/float32\[2\], but its value is float32\[3\]/);
  });

  it('refuse shapes they cannot take', () => {
    const graph = createGraph();
    const image = addInput(graph, 'x', 'float32', ['N', 3, 8, 8]);
    expect(() => dense(train(graph), image, { name: 'd', units: 2 })).toThrow(/was given \[N, 3, 8, 8\]/);
    expect(() => dropout(train(graph), image, { name: 'd', rate: 1 })).toThrow(/rate 1/);
  });
});
