import { expect, it } from 'vitest';
import { createSession } from '../runtime/index.js';
import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  fromHalf,
  tensor,
  toHalf,
  toModel,
  withHalfWeights,
  writeModel,
} from './index.js';

it('rounds to the nearest float16, ties to even, as struct.pack("e") of Python 3.11 does', () => {
  const numbers = [
    0, 1, -1, 0.1, 65504, 6e-5, 6.1e-5, 5.96e-8, 2.98e-8, 3e-8, 1e-9, 1.0009765625, 1.00048828125,
    1.00146484375, 0.333333, -2.5e-6,
  ];
  const bits = [0, 15360, 48128, 11878, 31743, 1007, 1023, 1, 0, 1, 0, 15361, 15360, 15362, 13653, 32810];
  expect(numbers.map(toHalf)).toEqual(bits);
  expect(bits.map((half) => toHalf(fromHalf(half)))).toEqual(bits);
  expect([11878, 1007, 31744, 64512].map(fromHalf)).toEqual([
    0.0999755859375,
    1007 * 2 ** -24,
    Infinity,
    -Infinity,
  ]);
});

it('stores large weights in half the bytes and computes with them as before', async () => {
  const weights = Float32Array.from({ length: 2048 }, (_, i) => Math.sin(i));
  const graph = createGraph();
  const x = addInput(graph, 'x', 'float32', [1, 32]);
  const large = addConstant(graph, tensor('float32', [32, 64], weights), 'large');
  const small = addConstant(graph, tensor('float32', [64], weights.slice(0, 64)), 'small');
  addOutput(graph, emitOne(graph, 'Add', [emitOne(graph, 'MatMul', [x, large]), small]), 'y');
  const model = toModel(graph);
  const half = withHalfWeights(model);
  const [whole, stored] = [writeModel(model), writeModel(half)];
  expect(whole.length - stored.length).toBeGreaterThan(4000);
  expect(half.initializers.get('small')!.type).toBe('float32');
  const y = async (bytes: Uint8Array): Promise<Float32Array> => {
    const session = await createSession(bytes, { threads: 1 });
    const outputs = await session.run({ x: tensor('float32', [1, 32], weights.slice(100, 132)) });
    await session.release();
    return outputs['y']!.data as Float32Array;
  };
  const [a, b] = [await y(whole), await y(stored)];
  expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeLessThan(4e-3);
});

it('leaves weights that float16 cannot hold', () => {
  const graph = createGraph();
  const x = addInput(graph, 'x', 'float32', [2048]);
  const large = addConstant(graph, tensor('float32', [2048], new Float32Array(2048).fill(1e6)), 'large');
  addOutput(graph, emitOne(graph, 'Mul', [x, large]), 'y');
  const model = toModel(graph);
  expect(withHalfWeights(model)).toEqual(model);
});
