import { describe, expect, it } from 'vitest';
import { emit, emitOne } from '../emit.js';
import { addConstant, addInput, createGraph, sharedConstant, type Graph } from '../graph.js';
import { reduceSum, reshape, slice } from '../ops.js';
import { ints, tensor, type Value } from '../types.js';
import { checkGradients, type GradientCase } from '../testing/check-gradients.js';
import { gradients } from './gradients.js';

async function expectRight(test: GradientCase): Promise<void> {
  const report = await checkGradients(test);
  expect(report.forwardError).toBeLessThan(1e-6);
  expect(report.gradientError).toBeLessThan(1e-5);
}

const vector = (graph: Graph, ...numbers: number[]): Value => sharedConstant(graph, ints(numbers));
/** A square, so that the gradient depends on the place. */
const squared = (graph: Graph, x: Value): Value => emitOne(graph, 'Mul', [x, x]);

describe('gradients of operators that move elements', () => {
  const forms: Record<string, (graph: Graph, x: Value) => Value | Value[]> = {
    Reshape: (graph, x) => reshape(graph, x, [4, -1]),
    Flatten: (graph, x) => emitOne(graph, 'Flatten', [x], { axis: 2 }),
    Transpose: (graph, x) => emitOne(graph, 'Transpose', [x], { perm: [2, 0, 1] }),
    'Transpose by default': (graph, x) => emitOne(graph, 'Transpose', [x]),
    'Squeeze and Unsqueeze': (graph, x) =>
      emitOne(graph, 'Squeeze', [emitOne(graph, 'Unsqueeze', [x, vector(graph, 0, 2)]), vector(graph, 2)]),
    Concat: (graph, x) => emitOne(graph, 'Concat', [x, squared(graph, x), x], { axis: -2 }),
    'Split, one part unused': (graph, x) => {
      const [first, , last] = emit(graph, 'Split', [x, vector(graph, 1, 1, 2)], { axis: 1 });
      return [first!, last!];
    },
    Slice: (graph, x) => slice(graph, x, [1, 2], [1, -4], [3, -1]),
    'Slice to the end': (graph, x) => slice(graph, x, [0], [1], [Number.MAX_SAFE_INTEGER]),
    'Slice in steps': (graph, x) => slice(graph, x, [1, 2], [0, 1], [4, 6], [2, 3]),
    'Slice backwards': (graph, x) => slice(graph, x, [1, 2], [-1, 5], [-10, 0], [-1, -2]),
    Pad: (graph, x) => emitOne(graph, 'Pad', [x, vector(graph, 0, 1, 2, 0, 0, 3)]),
    'Pad that crops': (graph, x) => emitOne(graph, 'Pad', [x, vector(graph, 0, -1, 2, 0, 0, -3)]),
    Tile: (graph, x) => emitOne(graph, 'Tile', [x, vector(graph, 2, 1, 3)]),
    Expand: (graph, x) =>
      emitOne(graph, 'Expand', [slice(graph, x, [1], [0], [1]), vector(graph, 2, 1, 5, 1)]),
    Gather: (graph, x) => emitOne(graph, 'Gather', [x, vector(graph, 3, -1, 0)], { axis: 1 }),
    'Gather of one': (graph, x) =>
      emitOne(graph, 'Gather', [x, addConstant(graph, tensor('int64', [], [2]))], { axis: 2 }),
  };
  it.each(Object.keys(forms))('%s', async (form) => {
    await expectRight({
      inputs: { x: [2, 4, 6] },
      build: (graph, { x }) => {
        const out = forms[form]!(graph, x!);
        return (Array.isArray(out) ? out : [out]).map((value) => squared(graph, value));
      },
    });
  });

  it('DepthToSpace in both orders', async () => {
    for (const mode of ['DCR', 'CRD']) {
      await expectRight({
        inputs: { x: [2, 8, 2, 3] },
        build: (graph, { x }) => squared(graph, emitOne(graph, 'DepthToSpace', [x!], { blocksize: 2, mode })),
      });
    }
  });
});

describe('gradients', () => {
  const graphWith = (): { graph: Graph; x: Value } => {
    const graph = createGraph();
    return { graph, x: addInput(graph, 'x', 'float32', [3]) };
  };

  it('names the operator through which none goes', () => {
    const { graph, x } = graphWith();
    const loss = reduceSum(graph, emitOne(graph, 'Round', [x]), [0]);
    expect(() => gradients(graph, loss, [x])).toThrow(
      expect.objectContaining({
        code: 'E_GRAPH_NOT_DIFFERENTIABLE',
        message: expect.stringContaining('Round'),
      }),
    );
  });

  it('passes by such an operator where no gradient is wanted', () => {
    const { graph, x } = graphWith();
    const w = addInput(graph, 'w', 'float32', [3]);
    const loss = reduceSum(graph, emitOne(graph, 'Mul', [emitOne(graph, 'Round', [x]), w]), [0]);
    expect(gradients(graph, loss, [w])[0]!.shape).toEqual([3]);
  });

  it('gives zeros where the loss does not depend on a value', () => {
    const { graph, x } = graphWith();
    const other = addInput(graph, 'other', 'float32', [2]);
    const [zero] = gradients(graph, reduceSum(graph, x, [0]), [other]);
    expect(graph.constants.get(zero!.name)).toEqual(tensor('float32', [2], [0, 0]));
  });

  it('refuses a loss of several numbers', () => {
    const { graph, x } = graphWith();
    expect(() => gradients(graph, x, [x])).toThrow(/shape \[3\]/);
  });
});
