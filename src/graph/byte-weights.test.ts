import { expect, it } from 'vitest';
import { createSession } from '../runtime/index.js';
import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  tensor,
  toModel,
  withByteWeights,
  withFullWeights,
  writeModel,
  type OnnxModel,
} from './index.js';

const waves = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * i) * (1 + (i % 7)));

/** A convolution of 16 channels, a matrix product and a sum, with weights of either kind and a short one. */
function network(): OnnxModel {
  const graph = createGraph();
  const x = addInput(graph, 'x', 'float32', ['N', 16, 8, 8]);
  const kernel = addConstant(graph, tensor('float32', [16, 16, 3, 3], waves(2304)), 'kernel');
  const convolved = emitOne(graph, 'Conv', [x, kernel], { kernel_shape: [3, 3] });
  const flat = emitOne(graph, 'Flatten', [convolved]);
  const dense = addConstant(graph, tensor('float32', [576, 5], waves(2880)), 'dense');
  const bias = addConstant(graph, tensor('float32', [1, 5], waves(5)), 'bias');
  addOutput(graph, emitOne(graph, 'Add', [emitOne(graph, 'MatMul', [flat, dense]), bias]), 'y');
  return toModel(graph);
}

async function run(model: OnnxModel): Promise<Float32Array> {
  const session = await createSession(writeModel(model), { threads: 1 });
  const { y } = await session.run({ x: tensor('float32', [1, 16, 8, 8], waves(1024)) });
  await session.release();
  return y!.data as Float32Array;
}

it('stores large weights in a quarter of the bytes, to half a step of each output channel', async () => {
  const model = network();
  const bytes = withByteWeights(model);
  expect(writeModel(model).length - writeModel(bytes).length).toBeGreaterThan(14_000);
  expect(bytes.initializers.get('kernel/byte')!.data).toHaveLength(2304);
  expect(bytes.initializers.get('kernel/scale')!.dims).toEqual([16, 1, 1, 1]);
  expect(bytes.initializers.get('dense/scale')!.dims).toEqual([1, 5]);
  expect(bytes.initializers.get('bias')).toEqual(model.initializers.get('bias'));
  const again = withFullWeights(bytes);
  for (const [name, perChannel] of [
    ['kernel', 144],
    ['dense', 0],
  ] as const) {
    const [was, is] = [model, again].map(
      ({ initializers }) => initializers.get(name)!.data as Float32Array,
    ) as [Float32Array, Float32Array];
    was.forEach((x, i) => {
      const channel = perChannel
        ? was.slice(i - (i % perChannel), i - (i % perChannel) + perChannel)
        : was.filter((_, j) => j % 5 === i % 5);
      const most = channel.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      expect(Math.abs(x - is[i]!)).toBeLessThanOrEqual(most / 254 + 1e-6);
    });
  }
  const [whole, stored, undone] = [await run(model), await run(bytes), await run(again)];
  const size = Math.hypot(...whole);
  expect(Math.hypot(...whole.map((y, i) => y - stored[i]!)) / size).toBeLessThan(0.02);
  expect(Math.hypot(...undone.map((y, i) => y - stored[i]!)) / size).toBeLessThan(1e-5);
  expect(again.nodes).toEqual(model.nodes);
});

it('leaves weights that are not finite, and those that a sum takes too', () => {
  const model = network();
  const odd = new Map(model.initializers);
  odd.set('kernel', tensor('float32', [16, 16, 3, 3], new Float32Array(2304).fill(Infinity)));
  const nodes = model.nodes.map((node) =>
    node.opType === 'Add' ? { ...node, inputs: [node.inputs[0]!, 'dense'] } : node,
  );
  const given = { ...model, nodes, initializers: odd };
  expect(withByteWeights(given)).toEqual(given);
});
