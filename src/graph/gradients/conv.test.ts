import { describe, expect, it } from 'vitest';
import { emitOne } from '../emit.js';
import { addInput, createGraph } from '../graph.js';
import { reduceSum } from '../ops.js';
import { windowOf } from '../shapes/spatial.js';
import { checkGradients, type GradientCase } from '../testing/check-gradients.js';
import { byColumns, byGroups, byPlanes, byRows, bySums, byTaps, type KernelForm } from './conv-kernel.js';
import { composite, gradients } from './gradients.js';
import { transposed } from './conv.js';

async function expectRight(test: GradientCase): Promise<void> {
  const report = await checkGradients(test);
  expect(report.forwardError).toBeLessThan(2e-6);
  expect(report.gradientError).toBeLessThan(1e-5);
}

interface Form {
  x: number[];
  w: number[];
  group?: number;
  strides?: number[];
  pads?: number[];
  dilations?: number[];
  auto_pad?: string;
  output_padding?: number[];
}

const FORMS: Record<string, Form> = {
  '3x3': { x: [2, 3, 6, 5], w: [4, 3, 3, 3], pads: [1, 1, 1, 1] },
  '3x3, no padding': { x: [2, 3, 6, 5], w: [4, 3, 3, 3] },
  '3x3, stride 2, odd and even sides': { x: [2, 3, 7, 6], w: [4, 3, 3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
  '3x3, stride 2, "same" on an even side': { x: [2, 3, 8, 7], w: [2, 3, 3, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' },
  '3x3, stride 2, "same" with more before': { x: [2, 2, 8, 8], w: [2, 2, 3, 3], strides: [2, 2], auto_pad: 'SAME_LOWER' },
  '4x4, stride 2': { x: [1, 2, 8, 9], w: [3, 2, 4, 4], strides: [2, 2], pads: [1, 1, 1, 1] },
  '5x3, stride 3 by 1, uneven padding': { x: [1, 2, 9, 6], w: [3, 2, 5, 3], strides: [3, 1], pads: [2, 0, 1, 2] },
  '1x1': { x: [2, 5, 3, 4], w: [3, 5, 1, 1] },
  '1x1, stride 2': { x: [2, 5, 4, 5], w: [3, 5, 1, 1], strides: [2, 2] },
  '1x1, stride 2, rows never reached': { x: [1, 2, 4, 4], w: [3, 2, 1, 1], strides: [3, 3] },
  'dilation 2': { x: [1, 2, 8, 7], w: [3, 2, 3, 3], dilations: [2, 2], pads: [2, 2, 2, 2] },
  'dilation 2 by 3, stride 2': { x: [1, 2, 9, 10], w: [2, 2, 3, 2], dilations: [2, 3], strides: [2, 2], pads: [1, 2, 1, 0] },
  'padding wider than the kernel': { x: [1, 2, 4, 4], w: [2, 2, 2, 2], pads: [2, 2, 3, 2] },
  '3 groups': { x: [2, 6, 5, 5], w: [9, 2, 3, 3], group: 3, pads: [1, 1, 1, 1] },
  '3 groups, stride 2': { x: [2, 6, 5, 6], w: [3, 2, 3, 3], group: 3, strides: [2, 2], pads: [1, 1, 1, 1] },
  'depthwise': { x: [2, 4, 6, 5], w: [4, 1, 3, 3], group: 4, pads: [1, 1, 1, 1] },
  'depthwise, stride 2, "same"': { x: [2, 4, 6, 7], w: [4, 1, 3, 3], group: 4, strides: [2, 2], auto_pad: 'SAME_UPPER' },
  'depthwise 5x5, dilation 2': { x: [1, 3, 10, 10], w: [3, 1, 5, 5], group: 3, dilations: [2, 2], pads: [4, 4, 4, 4] },
  'depthwise, two filters a channel': { x: [2, 3, 5, 5], w: [6, 1, 3, 3], group: 3, pads: [1, 1, 1, 1] },
  '1-D': { x: [2, 3, 9], w: [4, 3, 3], strides: [2], pads: [1, 1] },
  '3-D': { x: [1, 2, 4, 3, 4], w: [2, 2, 2, 3, 2], pads: [0, 1, 1, 0, 1, 0] },
}; // prettier-ignore

describe('gradients of convolutions', () => {
  it.each(Object.keys(FORMS))('Conv %s', async (name) => {
    const { x, w, ...attributes } = FORMS[name]!;
    await expectRight({
      inputs: { x, w, b: [w[0]!] },
      build: (graph, { x, w, b }) => emitOne(graph, 'Conv', [x!, w!, b!], attributes),
    });
  });

  it.each<Form>([
    { x: [2, 3, 4, 5], w: [3, 2, 3, 3] },
    { x: [2, 3, 4, 5], w: [3, 2, 3, 3], strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 0] },
    { x: [1, 4, 3, 4], w: [4, 2, 2, 3], group: 2, strides: [2, 1], dilations: [2, 1] },
    { x: [1, 3, 4, 4], w: [3, 1, 4, 4], group: 3, strides: [2, 2], pads: [1, 1, 1, 1] },
  ])('ConvTranspose %j', async ({ x, w, ...attributes }) => {
    await expectRight({
      inputs: { x, w, b: [w[1]! * (attributes.group ?? 1)] },
      build: (graph, { x, w, b }) => emitOne(graph, 'ConvTranspose', [x!, w!, b!], attributes),
    });
  });

  const KERNEL_FORMS: Record<string, [KernelForm, (form: Form) => boolean]> = {
    byTaps: [byTaps, () => true],
    byColumns: [byColumns, ({ group }) => !group],
    byRows: [byRows, ({ group }) => !group],
    bySums: [bySums, ({ group, w }) => group === w[0] && w[1] === 1],
    byGroups: [byGroups, ({ group, w }) => group === w[0] && w[1] === 1],
    byPlanes: [byPlanes, ({ group, w }) => group === w[0] && w[1] === 1],
  };
  it.each(Object.keys(KERNEL_FORMS))('the kernel gradient %s, wherever it applies', async (name) => {
    const [form, applies] = KERNEL_FORMS[name]!;
    for (const { x, w, ...attributes } of Object.values(FORMS).filter(applies)) {
      await expectRight({
        inputs: { x, w },
        fixed: ['x'],
        build: (graph, { x, w }) => {
          const inputs = [x!, w!];
          const node = (): [ReturnType<typeof emitOne>] => [emitOne(graph, 'Conv', inputs, attributes)];
          const [y] = composite(graph, inputs, node, ([dy]) => {
            const { attributes: given } = graph.nodes.find((item) => item.outputs[0] === y)!;
            const window = windowOf({ graph, opType: 'Conv', inputs, attributes: given }, w!.shape.slice(2).map(Number)); // prettier-ignore
            return [null, form({ graph, x: x!, dy: dy!, window, group: attributes.group ?? 1 })];
          });
          return y!;
        },
      });
    }
  });

  it('the input gradient as a transposed convolution, for stride 1 too', async () => {
    for (const { x, w, ...attributes } of Object.values(FORMS)) {
      await expectRight({
        inputs: { x, w },
        fixed: ['w'],
        build: (graph, { x, w }) => {
          const inputs = [x!, w!];
          const node = (): [ReturnType<typeof emitOne>] => [emitOne(graph, 'Conv', inputs, attributes)];
          const [y] = composite(graph, inputs, node, ([dy]) => {
            const { attributes: given } = graph.nodes.find((item) => item.outputs[0] === y)!;
            const window = windowOf({ graph, opType: 'Conv', inputs, attributes: given }, w!.shape.slice(2).map(Number)); // prettier-ignore
            return [transposed(graph, dy!, w!, x!, window, attributes.group ?? 1), null];
          });
          return y!;
        },
      });
    }
  });

  it('keeps the batch open where the formulation allows', () => {
    const graph = createGraph();
    const x = addInput(graph, 'x', 'float32', ['N', 3, 16, 16]);
    const w = addInput(graph, 'w', 'float32', [4, 3, 3, 3]);
    const y = emitOne(graph, 'Conv', [x, w]);
    const loss = reduceSum(graph, emitOne(graph, 'GlobalAveragePool', [y]), [0, 1, 2, 3]);
    expect(gradients(graph, loss, [w, x]).map((value) => value.shape)).toEqual([
      [4, 3, 3, 3],
      ['N', 3, 16, 16],
    ]);
  });

  it('says so when height or width are open', () => {
    const graph = createGraph();
    const x = addInput(graph, 'x', 'float32', [1, 3, 'H', 'W']);
    const w = addInput(graph, 'w', 'float32', [4, 3, 3, 3]);
    const loss = reduceSum(graph, emitOne(graph, 'Conv', [x, w]), [0, 1, 2, 3]);
    expect(() => gradients(graph, loss, [w])).toThrow(/Conv .* height or width/);
  });
});

describe('gradients of poolings', () => {
  const pools = [
    { kernel_shape: [2, 2], strides: [2, 2] },
    { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
    { kernel_shape: [3, 2], strides: [1, 2], auto_pad: 'SAME_UPPER' },
    { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 },
    { kernel_shape: [2, 2], strides: [3, 3] },
  ];
  it.each(pools)('MaxPool and AveragePool %j', async (attributes) => {
    for (const opType of ['MaxPool', 'AveragePool']) {
      await expectRight({
        inputs: { x: [2, 3, 7, 6] },
        build: (graph, { x }) => emitOne(graph, opType, [x!], attributes),
      });
    }
  });

  it('AveragePool that counts its padding', async () => {
    await expectRight({
      inputs: { x: [2, 3, 7, 6] },
      build: (graph, { x }) =>
        emitOne(graph, 'AveragePool', [x!], {
          kernel_shape: [3, 3],
          strides: [2, 2],
          pads: [1, 1, 1, 1],
          count_include_pad: 1,
        }),
    });
  });

  it('MaxPool with dilation, in 1-D, and twice over the same value', async () => {
    await expectRight({
      inputs: { x: [2, 3, 11] },
      build: (graph, { x }) => [
        emitOne(graph, 'MaxPool', [x!], { kernel_shape: [3], dilations: [2], strides: [2] }),
        emitOne(graph, 'MaxPool', [x!], { kernel_shape: [2] }),
      ],
    });
  });

  it('GlobalAveragePool and GlobalMaxPool', async () => {
    await expectRight({
      inputs: { x: [2, 3, 4, 5] },
      build: (graph, { x }) => [
        emitOne(graph, 'GlobalAveragePool', [x!]),
        emitOne(graph, 'GlobalMaxPool', [x!]),
      ],
    });
  });
});
