import { describe, expect, it } from 'vitest';
import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  tensor,
  toModel,
  withHalfWeights,
  writeModel,
  type OnnxModel,
  type Tensor,
} from '../graph/index.js';
import { createSession } from '../runtime/index.js';
import { withWholeChannels } from './whole-channels.js';

const waves = (dims: number[], step: number): Tensor =>
  tensor(
    'float32',
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * step)),
  );

/** One convolution of 3 × 3 over so many channels, in groups. */
function convolution(channels: number, group = 1, filters = 2 * group): OnnxModel {
  const graph = createGraph();
  const x = addInput(graph, 'x', 'float32', [1, channels, 5, 5]);
  const kernel = addConstant(graph, waves([filters, channels / group, 3, 3], 1.3));
  const bias = addConstant(graph, waves([filters], 2.1));
  const attributes = { group, pads: [0, 0, 1, 1], strides: [2, 2] };
  addOutput(graph, emitOne(graph, 'Conv', [x, kernel, bias], attributes), 'y');
  return toModel(graph);
}

async function run(model: OnnxModel, channels: number): Promise<number[]> {
  const session = await createSession(writeModel(model), { threads: 1 });
  const { y } = await session.run({ x: waves([1, channels, 5, 5], 0.7) });
  await session.release();
  return Array.from(y!.data, Number);
}

describe('withWholeChannels', () => {
  it.each([6, 9, 15])('gives the same with channels of zeros behind %i', async (channels) => {
    const model = convolution(channels, 1, 64);
    for (const given of [model, withHalfWeights(model)]) {
      const whole = withWholeChannels(given);
      expect(whole.nodes.filter(({ opType }) => opType === 'Pad')).toHaveLength(2);
      const [one, other] = [await run(given, channels), await run(whole, channels)];
      other.forEach((value, i) => expect(value).toBeCloseTo(one[i]!, 4));
    }
  });

  it.each([
    [3, 1],
    [8, 1],
    [10, 1],
    [12, 1],
    [9, 9],
  ])('leaves %i channels in %i groups as they are', (channels, group) => {
    const model = convolution(channels, group);
    expect(withWholeChannels(model).nodes).toEqual(model.nodes);
  });
});
