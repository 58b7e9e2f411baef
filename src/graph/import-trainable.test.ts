import { describe, expect, it } from 'vitest';
import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  createNetwork,
  emitOne,
  importTrainable,
  parseModel,
  serialise,
  tensor,
  weightedNodes,
  type Network,
  type OnnxModel,
  type TrainableImportOptions,
  type Value,
} from './index.js';
import { buildInference } from './training/inference.js';
import { checkGradients } from './testing/check-gradients.js';
import { runOnnx } from './testing/run.js';
import { sizeOf } from './types.js';

/** A small backbone as exporters write them: normalisation, convolutions, an unfolded batch norm, a dense end. */
function backbone(): OnnxModel {
  const graph = createGraph();
  const weights = (name: string, dims: number[], scale = 1): Value =>
    addConstant(graph, tensor('float32', dims, Array.from({ length: sizeOf(dims) }, (_, i) => scale * Math.sin(i + dims.length))), name); // prettier-ignore
  const positive = (name: string): Value =>
    addConstant(graph, tensor('float32', [4], [0.5, 1, 0.7, 2]), name);
  const bound = (value: number): Value => addConstant(graph, tensor('float32', [], [value]));
  const x = addInput(graph, 'image', 'float32', ['N', 3, 6, 6]);
  const scaled = emitOne(graph, 'Sub', [x, addConstant(graph, tensor('float32', [1, 3, 1, 1], [0.1, 0.2, 0.3]), 'mean')]); // prettier-ignore
  const stem = emitOne(graph, 'Conv', [scaled, weights('stem/w', [4, 3, 3, 3], 0.5), weights('stem/b', [4])], { strides: [2, 2], pads: [0, 0, 1, 1] }, { names: ['stem'] }); // prettier-ignore
  const active = emitOne(graph, 'Clip', [stem, bound(0), bound(6)]);
  const depth = emitOne(graph, 'Conv', [active, weights('depth/w', [4, 1, 3, 3])], { group: 4, pads: [1, 1, 1, 1] }, { names: ['depth'] }); // prettier-ignore
  const norm = emitOne(graph, 'BatchNormalization', [depth, positive('bn/scale'), weights('bn/shift', [4]), weights('bn/mean', [4], 0.1), positive('bn/var')], {}, { names: ['norm'] }); // prettier-ignore
  const pooled = emitOne(graph, 'GlobalAveragePool', [emitOne(graph, 'HardSwish', [emitOne(graph, 'Add', [norm, active])])]); // prettier-ignore
  const product = emitOne(graph, 'MatMul', [emitOne(graph, 'Flatten', [pooled]), weights('end/w', [4, 2])], {}, { names: ['product'] }); // prettier-ignore
  addOutput(
    graph,
    emitOne(graph, 'Add', [product, weights('end/b', [2])], {}, { names: ['sum'] }),
    'features',
  );
  return parseModel(serialise(graph));
}

const names = (net: Network): string[] => net.parameters.map((parameter) => parameter.name);

function imported(options: Partial<TrainableImportOptions>): { net: Network; features: Value } {
  const graph = createGraph();
  const net = createNetwork(graph, { mode: 'train' });
  const image = addInput(graph, 'x', 'float32', [2, 3, 6, 6]);
  const { features } = importTrainable(net, backbone(), { inputs: { image }, prefix: 'b/', ...options });
  return { net, features: features! };
}

describe('importTrainable', () => {
  it('makes the weights, and only those, parameters that start at the values of the file', () => {
    const { net } = imported({});
    expect(names(net)).toEqual(['b/stem/w', 'b/stem/b', 'b/depth/w', 'b/end/w', 'b/end/b']);
    const [stem] = net.parameters;
    expect(stem!.initialise(stem!.shape, undefined as never)).toEqual(
      backbone().initializers.get('stem/w')!.data,
    );
    expect(net.graph.constants.has('b/mean') && net.graph.constants.has('b/bn/scale')).toBe(true);
  });

  it('trains from a node, an output, or a place on', () => {
    for (const from of ['depth', 1, -3]) {
      expect(names(imported({ trainableFrom: from, batchNorm: 'affine' }).net)).toEqual(
        from === -3
          ? ['b/bn/scale', 'b/bn/shift', 'b/end/w', 'b/end/b']
          : ['b/depth/w', 'b/bn/scale', 'b/bn/shift', 'b/end/w', 'b/end/b'],
      );
    }
    expect(names(imported({ trainableFrom: 'none' }).net)).toEqual([]);
    expect(() => imported({ trainableFrom: 'nowhere' })).toThrow(
      /no node "nowhere".*stem, depth, norm, product/,
    );
  });

  it('moves the statistics of batch normalisation that trains', () => {
    const { net } = imported({ batchNorm: 'train', momentum: 0.5 });
    expect(net.statistics.map(({ name, next }) => [name, next !== null])).toEqual([
      ['b/bn/mean', true],
      ['b/bn/var', true],
    ]);
  });

  it.each(['frozen', 'affine', 'train'] as const)(
    'has right gradients with batch norm %s',
    async (batchNorm) => {
      const model = backbone();
      const data = Object.fromEntries(
        [...model.initializers].map(([name, { data }]) => [`b/${name}`, Array.from(data, Number)]),
      );
      const report = await checkGradients({
        inputs: { image: [2, 3, 6, 6] },
        data,
        build: (graph, { image }) => {
          const net = createNetwork(graph, { mode: 'train' });
          return importTrainable(net, model, { inputs: { image: image! }, prefix: 'b/', batchNorm })[
            'features'
          ]!;
        },
      });
      expect(report.forwardError).toBeLessThan(2e-6);
      expect(report.gradientError).toBeLessThan(1e-5);
    },
  );

  it('gives an inference graph equal to the model when nothing was trained', async () => {
    const model = backbone();
    const graph = buildInference({
      inputs: { image: { type: 'float32', shape: ['N', 3, 6, 6] } },
      network: (net, { image }) => importTrainable(net, model, { inputs: { image: image! }, prefix: 'b/' }),
      parameters: Object.fromEntries([...model.initializers].map(([name, value]) => [`b/${name}`, value])),
    });
    const feeds = {
      image: tensor(
        'float32',
        [1, 3, 6, 6],
        Array.from({ length: 108 }, (_, i) => Math.cos(i)),
      ),
    };
    const plain = createGraph();
    const image = addInput(plain, 'image', 'float32', ['N', 3, 6, 6]);
    const net = createNetwork(plain, { mode: 'inference' });
    addOutput(plain, importTrainable(net, model, { inputs: { image }, prefix: 'b/', trainableFrom: 'none' })['features']!, 'features'); // prettier-ignore
    const [a, b] = [await runOnnx(serialise(graph), feeds), await runOnnx(serialise(plain), feeds)];
    expect(a['features']!.data).toEqual(b['features']!.data);
  });

  it('refuses to train weights of half precision', () => {
    const model = backbone();
    model.initializers.set('end/w', tensor('float16', [4, 2], new Uint16Array(8)));
    const graph = createGraph();
    const image = addInput(graph, 'x', 'float32', [2, 3, 6, 6]);
    const net = createNetwork(graph, { mode: 'train' });
    expect(() => importTrainable(net, model, { inputs: { image }, prefix: '' })).toThrow(
      /"end\/w" are float16/,
    );
  });
});

describe('weightedNodes', () => {
  it('lists what can be trained, in order', () => {
    expect(weightedNodes(backbone()).map(({ name, opType, size }) => `${name} ${opType} ${size}`)).toEqual([
      'stem Conv 112',
      'depth Conv 36',
      'norm BatchNormalization 8',
      'product MatMul 8',
      'features Add 2',
    ]);
  });
});
