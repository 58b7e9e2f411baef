import { describe, expect, it } from 'vitest';
import { addInput, addOutput, createGraph, type Graph } from '../graph.js';
import { createNetwork, type Network } from '../network/network.js';
import { serialise } from '../serialise.js';
import { checkGradients, type GradientCase } from '../testing/check-gradients.js';
import { runOnnx } from '../testing/run.js';
import { tensor, type Value } from '../types.js';
import * as layers from './index.js';
import { spatialRichFilters } from './fixed-filters.js';

async function expectRight(test: GradientCase): Promise<void> {
  const report = await checkGradients(test);
  expect(report.forwardError).toBeLessThan(3e-6);
  expect(report.gradientError).toBeLessThan(1e-5);
}

const train = (graph: Graph): Network => createNetwork(graph, { mode: 'train' });
type Build = (net: Network, x: Value) => Value | Value[];

/** Checks a layer over x [2, 4, 6, 5]. */
function layerCase(build: Build, options: Partial<GradientCase> = {}): GradientCase {
  return { inputs: { x: [2, 4, 6, 5] }, build: (graph, { x }) => build(train(graph), x!), ...options };
}

describe('gradients of image layers', () => {
  const cases: Record<string, Build> = {
    'conv, same': (net, x) => layers.conv(net, x, { name: 'c', filters: 3, kernel: 3, padding: 'same' }),
    'conv, stride 2, same, dilated kernel of 3 by 1': (net, x) =>
      layers.conv(net, x, { name: 'c', filters: 3, kernel: [3, 1], strides: 2, dilations: [2, 1], padding: 'same', bias: false }), // prettier-ignore
    'conv in 2 groups, padding by sides': (net, x) =>
      layers.conv(net, x, { name: 'c', filters: 6, kernel: 3, groups: 2, padding: [1, 0, 0, 2] }),
    'depthwiseConv, stride 2, same': (net, x) =>
      layers.depthwiseConv(net, x, { name: 'd', kernel: 3, strides: 2, padding: 'same' }),
    'depthwiseConv, multiplier 2, padding 1': (net, x) =>
      layers.depthwiseConv(net, x, { name: 'd', kernel: 3, multiplier: 2, padding: 1 }),
    'maxPool and averagePool': (net, x) => [
      layers.maxPool(net, x, { kernel: 2 }),
      layers.maxPool(net, x, { kernel: 3, strides: 2, padding: 'same' }),
      layers.averagePool(net, x, { kernel: 3, strides: 1, padding: 'same' }),
    ],
    'global pools': (net, x) => [layers.globalAveragePool(net, x), layers.globalMaxPool(net, x)],
    'activations': (net, x) =>
      [layers.relu, layers.relu6, layers.silu, layers.hardSwish, layers.sigmoid, layers.hardSigmoid, layers.tanh, layers.leakyRelu].map((activate) => activate(net, x)), // prettier-ignore
    'add and concat': (net, x) => layers.add(net, layers.concat(net, [x, layers.relu(net, x)]), layers.concat(net, [x, x])),
    'layerNorm over the last axis and over all but the batch': (net, x) =>
      layers.layerNorm(net, layers.layerNorm(net, x, { name: 'a' }), { name: 'b', axis: 1 }),
    'squeezeExcite': (net, x) => layers.squeezeExcite(net, x, { name: 's', units: 2 }),
    'squeezeExcite as MobileNetV3 has it': (net, x) =>
      layers.squeezeExcite(net, x, { name: 's', units: 2, gate: layers.hardSigmoid }),
    'resize, bilinear and nearest': (net, x) => [
      layers.resize(net, x, { height: 9, width: 4 }),
      layers.resize(net, x, { height: 12, width: 10, mode: 'nearest' }),
      layers.resize(net, x, { height: 5, width: 7, mode: 'nearest' }),
    ],
    'highPass, spatialRichModel and haarWavelet': (net, x) => [
      layers.highPass(net, x, { name: 'h' }),
      layers.spatialRichModel(net, x, { name: 's' }),
      layers.haarWavelet(net, x, { name: 'w' }),
      layers.haarWavelet(net, x, { name: 'v', details: true }),
    ],
  }; // prettier-ignore
  it.each(Object.keys(cases))('%s', async (name) => {
    await expectRight(layerCase(cases[name]!));
  });

  it('stochasticDepth drops whole samples', async () => {
    await expectRight(
      layerCase(
        (net, x) =>
          layers.add(net, x, layers.stochasticDepth(net, layers.silu(net, x), { name: 'd', rate: 0.2 })),
        { fixed: ['d/mask'], data: { 'd/mask': [0, 1.25] } },
      ),
    );
  });

  it('a whole small network of inverted residuals', async () => {
    await expectRight({
      inputs: { x: [2, 3, 8, 8] },
      data: { 'stem/bn/gamma': [1, 1.2, 0.8, 0.9] },
      build: (graph, { x }) => {
        const net = train(graph);
        const block = (input: Value, name: string): Value => {
          const wide = layers.conv(net, input, {
            name: `${name}/expand`,
            filters: 8,
            kernel: 1,
            bias: false,
          });
          const active = layers.relu6(net, layers.batchNorm(net, wide, { name: `${name}/bn` }));
          const deep = layers.depthwiseConv(net, active, {
            name: `${name}/depth`,
            kernel: 3,
            padding: 'same',
          });
          const excited = layers.squeezeExcite(net, layers.hardSwish(net, deep), {
            name: `${name}/se`,
            units: 2,
          });
          const narrow = layers.conv(net, excited, { name: `${name}/project`, filters: 4, kernel: 1 });
          return layers.add(net, input, narrow);
        };
        const residual = layers.highPass(net, x!, { name: 'high' });
        const stem = layers.conv(net, residual, {
          name: 'stem',
          filters: 4,
          kernel: 3,
          strides: 2,
          padding: 'same',
        });
        const y = block(layers.silu(net, layers.batchNorm(net, stem, { name: 'stem/bn' })), 'one');
        return layers.dense(net, layers.globalAveragePool(net, y), { name: 'out', units: 2 });
      },
      spread: 0.9,
    });
  });
});

describe('fixed filters', () => {
  it('hold the thirty kernels of the spatial rich model, each blind to flat areas', () => {
    const filters = spatialRichFilters();
    expect(filters).toHaveLength(30);
    for (const kernel of filters) {
      expect(kernel).toHaveLength(25);
      expect(kernel.reduce((a, b) => a + b)).toBeCloseTo(0, 12);
      expect(Math.max(...kernel.map(Math.abs))).toBe(1);
    }
    expect(new Set(filters.map(String)).size).toBe(30);
    expect(filters[20]!.filter((tap) => tap !== 0).map((tap) => tap * 4)).toEqual([
      -1, 2, -1, 2, -4, 2, -1, 2, -1,
    ]);
  });

  it('transform as PyWavelets does', async () => {
    const graph = createGraph();
    const net = createNetwork(graph, { mode: 'inference' });
    const x = addInput(graph, 'x', 'float32', [1, 1, 2, 4]);
    addOutput(graph, layers.haarWavelet(net, x, { name: 'w' }), 'y');
    const { y } = await runOnnx(serialise(graph), {
      x: tensor('float32', [1, 1, 2, 4], [1, 2, 3, 5, 4, 0, 1, 7]),
    });
    // pywt.dwt2([[1, 2, 3, 5], [4, 0, 1, 7]], 'haar') by its definition: (a±b±c±d)/2 of each 2x2 block.
    expect(Array.from(y!.data, Number)).toEqual([3.5, 8, -0.5, 0, 1.5, -4, -2.5, 2]);
  });
});

describe('image layers', () => {
  it('pad as TensorFlow does for "same": the odd row at the end', () => {
    const graph = createGraph();
    const x = addInput(graph, 'x', 'float32', ['N', 3, 96, 97]);
    const y = layers.conv(train(graph), x, { name: 'c', filters: 8, kernel: 3, strides: 2, padding: 'same' });
    expect(y.shape).toEqual(['N', 8, 48, 49]);
    expect(graph.nodes[0]!.attributes['pads']).toEqual({ kind: 'ints', value: [0, 1, 1, 1] });
  });

  it('resize a batch of open size', async () => {
    const graph = createGraph();
    const x = addInput(graph, 'x', 'float32', ['N', 1, 7, 7]);
    const y = layers.resize(createNetwork(graph, { mode: 'inference' }), x, { height: 5, width: 3 });
    expect(y.shape).toEqual(['N', 1, 5, 3]);
    addOutput(graph, y, 'y');
    const feeds = { x: tensor('float32', [2, 1, 7, 7], new Array<number>(98).fill(1)) };
    expect((await runOnnx(serialise(graph), feeds))['y']!.dims).toEqual([2, 1, 5, 3]);
  });

  it('say what they cannot take', () => {
    const graph = createGraph();
    const net = train(graph);
    const flat = addInput(graph, 'flat', 'float32', ['N', 8]);
    const image = addInput(graph, 'image', 'float32', ['N', 3, 8, 8]);
    const small = addInput(graph, 'small', 'float32', ['N', 3, 2, 2]);
    expect(() => layers.conv(net, flat, { name: 'c', filters: 2, kernel: 3 })).toThrow(/was given \[N, 8\]/);
    expect(() => layers.conv(net, image, { name: 'c', filters: 4, kernel: 3, groups: 2 })).toThrow(
      /2 groups/,
    );
    expect(() => layers.conv(net, image, { name: 'c', filters: 4, kernel: 0 })).toThrow(/kernel 0x0/);
    expect(() => layers.conv(net, small, { name: 'd', filters: 4, kernel: 3 })).toThrow(/does not fit/);
    expect(() => layers.add(net, image, small)).toThrow(/\[N, 3, 8, 8\] and \[N, 3, 2, 2\]/);
  });
});
