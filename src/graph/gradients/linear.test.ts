import { describe, expect, it } from 'vitest';
import { emitOne } from '../emit.js';
import { sharedConstant } from '../graph.js';
import { ints } from '../types.js';
import { checkGradients, type GradientCase } from '../testing/check-gradients.js';

async function expectRight(test: GradientCase): Promise<void> {
  const report = await checkGradients(test);
  expect(report.forwardError).toBeLessThan(1e-6);
  expect(report.gradientError).toBeLessThan(1e-5);
}

describe('gradients of products', () => {
  it.each([
    [
      [3, 5],
      [5, 4],
    ],
    [
      [2, 3, 5],
      [2, 5, 4],
    ],
    [
      [2, 3, 5],
      [5, 4],
    ],
    [
      [3, 5],
      [2, 5, 4],
    ],
    [
      [2, 1, 3, 5],
      [4, 5, 2],
    ],
  ])('MatMul of %j and %j', async (a, b) => {
    await expectRight({ inputs: { a, b }, build: (graph, { a, b }) => emitOne(graph, 'MatMul', [a!, b!]) });
  });

  it.each([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ])('Gemm and FusedMatMul with transA %i, transB %i', async (transA, transB) => {
    const a = transA ? [5, 3] : [3, 5];
    const b = transB ? [4, 5] : [5, 4];
    for (const c of [[4], [3, 1], [3, 4]]) {
      await expectRight({
        inputs: { a, b, c },
        build: (graph, { a, b, c }) =>
          emitOne(graph, 'Gemm', [a!, b!, c!], { transA, transB, alpha: 0.5, beta: 2 }),
      });
    }
    await expectRight({
      inputs: { a: [2, ...a], b: [2, ...b] },
      build: (graph, { a, b }) =>
        emitOne(graph, 'FusedMatMul', [a!, b!], { transA, transB, alpha: 0.5 }, { domain: 'com.microsoft' }),
    });
    await expectRight({
      inputs: { a: [2, ...a], b },
      build: (graph, { a, b }) =>
        emitOne(graph, 'FusedMatMul', [a!, b!], { transA, transB }, { domain: 'com.microsoft' }),
    });
  });
});

describe('gradients of reductions', () => {
  it.each(['Sum', 'Mean', 'SumSquare', 'Max', 'Min', 'L1', 'L2'])('Reduce%s', async (name) => {
    for (const axes of [[1], [0, 2], [-1], undefined]) {
      for (const keepdims of [0, 1]) {
        await expectRight({
          inputs: { x: [3, 4, 5] },
          build: (graph, { x }) => {
            const asInput = name === 'Sum' && axes;
            const vector = asInput ? [sharedConstant(graph, ints(axes))] : [];
            const attributes = asInput ? { keepdims } : { axes, keepdims };
            const out = emitOne(graph, `Reduce${name}`, [x!, ...vector], attributes);
            return emitOne(graph, 'Mul', [out, out]);
          },
        });
      }
    }
  });
});
