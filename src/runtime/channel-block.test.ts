import * as engine from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  addInput,
  addOutput,
  createGraph,
  emitOne,
  gradients,
  inChannelBlocks,
  serialise,
  sizeOf,
  tensor,
  type Tensor,
  type Value,
} from '../graph/index.js';
import { channelBlockOf } from './channel-block.js';
import { createSession } from './create-session.js';

const block = await channelBlockOf(engine);
if (block === 0) console.log('skipped: this processor has no convolution in blocks of channels');

interface Form {
  x: number[];
  w: number[];
  strides?: number[];
  pads?: number[];
  dilations?: number[];
}

const FORMS: Record<string, Form> = {
  'whole blocks': { x: [2, 32, 7, 6], w: [32, 1, 3, 3], pads: [1, 1, 1, 1] },
  'a block and a half': { x: [2, 24, 7, 6], w: [24, 1, 3, 3], pads: [1, 1, 1, 1] },
  'stride 2, uneven padding': { x: [4, 16, 8, 7], w: [16, 1, 3, 3], strides: [2, 2], pads: [0, 1, 1, 1] },
  'kernel 5, dilation 2': { x: [1, 16, 12, 12], w: [16, 1, 5, 5], dilations: [2, 2], pads: [4, 4, 4, 4] },
  'rows never reached': { x: [2, 16, 8, 8], w: [16, 1, 2, 2], strides: [3, 3] },
  'dense, whole blocks': { x: [2, 32, 7, 6], w: [16, 32, 3, 3], pads: [1, 1, 1, 1] },
  'dense, stride 2, kernel 5': { x: [1, 16, 9, 8], w: [32, 16, 5, 5], strides: [2, 2], pads: [2, 2, 2, 2] },
  'dense, dilation 2': { x: [1, 16, 9, 8], w: [16, 16, 3, 3], dilations: [2, 2], pads: [2, 2, 2, 2] },
  'an odd number of channels, left as it is': { x: [2, 9, 5, 5], w: [9, 1, 3, 3] },
};

/** Output and every gradient of a depthwise convolution, squared so that all depend on all. */
function write({ x, w, ...attributes }: Form, channelBlock: number): Uint8Array {
  const graph = createGraph({ target: { kind: 'blocks', channels: channelBlock } });
  const inputs = [addInput(graph, 'x', 'float32', x), addInput(graph, 'w', 'float32', w), addInput(graph, 'b', 'float32', [w[0]!])]; // prettier-ignore
  const y = emitOne(graph, 'Conv', inputs, { ...attributes, group: x[1]! / w[1]! });
  const loss = emitOne(graph, 'ReduceSumSquare', [y], { keepdims: 0 });
  addOutput(graph, y, 'y');
  gradients(graph, loss, inputs).forEach((value: Value, i) => addOutput(graph, value, `d${i}`));
  return serialise(channelBlock > 0 ? inChannelBlocks(graph, channelBlock) : graph);
}

function wave(dims: readonly number[], step: number): Tensor {
  return tensor(
    'float32',
    dims,
    Array.from({ length: sizeOf(dims) }, (_, i) => Math.sin(i * step)),
  );
}

describe.skipIf(block === 0)('convolution in blocks of channels', () => {
  it.each(Object.keys(FORMS))('gives what the plain one gives: %s', async (name) => {
    const form = FORMS[name]!;
    const feeds = { x: wave(form.x, 0.7), w: wave(form.w, 1.3), b: wave([form.w[0]!], 2.1) };
    const plain = await createSession(write(form, 0), { threads: 1 });
    const blocked = await createSession(write(form, block), { threads: 1 });
    const [want, got] = [await plain.run(feeds), await blocked.run(feeds)];
    for (const [key, { data }] of Object.entries(want)) {
      const numbers = Array.from(data, Number);
      const top = Math.max(...numbers.map(Math.abs));
      const off = numbers.map((item, i) => Math.abs(item - Number(got[key]!.data[i])));
      expect(Math.max(...off) / top, key).toBeLessThan(3e-6);
    }
  });

  it('is used where channels divide, and only there', () => {
    const text = (form: string): string => new TextDecoder('latin1').decode(write(FORMS[form]!, block));
    expect(text('whole blocks')).toContain('com.microsoft.nchwc');
    expect(text('an odd number of channels, left as it is')).not.toContain('com.microsoft.nchwc');
  });
});
