import { describe, expect, it } from 'vitest';
import { foldNetwork } from './fold.js';
import { readGraphModel } from './graph-model.js';
import { readLayersModel } from './layers-model.js';
import { inOrder, NO_PADS, type ConvNetwork, type Layer } from './network.js';
import type { WeightTensor } from './weights.js';

const input: Layer = { kind: 'input', from: [] };

function network(output: string, layers: Record<string, Layer>): ConvNetwork {
  return { output, layers: new Map(Object.entries({ in: input, ...layers })) };
}

function convolution(from: string, kernel: number, values: number[], stride = 1): Layer {
  const weight: WeightTensor = { shape: [kernel, kernel, 1, 2], data: Float32Array.from(values) };
  return {
    kind: 'convolution',
    from: [from],
    weight,
    depthwise: false,
    stride: [stride, stride],
    padding: NO_PADS,
  };
}

describe('foldNetwork', () => {
  it('takes an affine into the convolution before it, and joins clips', () => {
    const folded = foldNetwork(
      network('low', {
        conv: convolution('in', 1, [1, 2]),
        norm: {
          kind: 'affine',
          from: ['conv'],
          scale: Float32Array.of(2, 3),
          offset: Float32Array.of(0.5, -1),
        },
        relu: { kind: 'clip', from: ['norm'], min: 0, max: Infinity },
        high: { kind: 'clip', from: ['relu'], min: -Infinity, max: 6 },
        low: { kind: 'clip', from: ['high'], min: 0, max: Infinity },
      }),
    );
    const [, conv, relu] = inOrder(folded).map(([, layer]) => layer);
    expect(folded.layers.size).toBe(3);
    expect(conv).toMatchObject({ weight: { data: Float32Array.of(2, 6) }, bias: Float32Array.of(0.5, -1) });
    expect(relu).toMatchObject({ kind: 'clip', min: 0, max: 6 });
  });

  it('leaves an affine alone where the convolution is read twice, or where none is before it', () => {
    const norm: Layer = {
      kind: 'affine',
      from: ['conv'],
      scale: Float32Array.of(2),
      offset: Float32Array.of(1),
    };
    const twice = {
      conv: convolution('in', 1, [1, 2]),
      norm,
      sum: { kind: 'add', from: ['conv', 'norm'] } as Layer,
    };
    expect(foldNetwork(network('sum', twice)).layers.has('norm')).toBe(true);
    const first = network('conv', { norm: { ...norm, from: ['in'] }, conv: convolution('norm', 1, [1, 2]) });
    expect(foldNetwork(first).layers.has('norm')).toBe(true);
  });

  it("reads Keras' padding before a halving convolution as SAME, and any other as it stands", () => {
    const halving = (pads: readonly [number, number, number, number]): unknown => {
      const layers = {
        pad: { kind: 'pad', from: ['in'], pads } as Layer,
        conv: convolution('pad', 3, Array<number>(18).fill(1), 2),
      };
      const conv = foldNetwork(network('conv', layers)).layers.get('conv');
      return conv?.kind === 'convolution' ? conv.padding : conv;
    };
    expect(halving([0, 0, 1, 1])).toBe('same');
    expect(halving([1, 1, 1, 1])).toEqual([1, 1, 1, 1]);
  });
});

describe('the readers of both formats', () => {
  const keras = (className: string, config: Record<string, unknown>) => ({
    model_config: {
      config: { layers: [{ name: 'x', class_name: className, config, inbound_nodes: [] }] },
    },
  });

  it('refuse what they have no exact counterpart for, by name', () => {
    expect(() => readLayersModel(keras('LSTM', {}), new Map(), 'x')).toThrow(/"x" \(LSTM\)/);
    expect(() => readLayersModel(keras('Activation', { activation: 'gelu' }), new Map(), 'x')).toThrow(
      /gelu/,
    );
    expect(() => readLayersModel(keras('InputLayer', {}), new Map(), 'y')).toThrow(/no layer named "y"/);
    const node = { name: 'x', op: 'FFT', input: ['in'] };
    expect(() => readGraphModel({ node: [node] }, new Map(), 'x')).toThrow(/"x" \(FFT\)/);
    expect(() => readGraphModel({ node: [] }, new Map(), 'y')).toThrow(/no node named "y"/);
  });

  it('read a batch norm by its definition', () => {
    const weights = new Map<string, WeightTensor>();
    const set = (name: string, value: number): unknown =>
      weights.set(`x/${name}`, { shape: [1], data: Float32Array.of(value) });
    set('gamma', 3);
    set('beta', 0.25);
    set('moving_mean', 2);
    set('moving_variance', 3);
    const topology = keras('BatchNormalization', { axis: -1, epsilon: 1, scale: true, center: true });
    // 3 (x - 2) / sqrt(3 + 1) + 0.25 = 1.5 x - 2.75
    expect(readLayersModel(topology, weights, 'x').layers.get('x')).toMatchObject({
      scale: Float32Array.of(1.5),
      offset: Float32Array.of(-2.75),
    });
  });
});
