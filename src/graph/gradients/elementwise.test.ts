import { describe, expect, it } from 'vitest';
import { sharedConstant, type Graph } from '../graph.js';
import { emit, emitOne } from '../emit.js';
import { scalar, type Value } from '../types.js';
import { checkGradients, type GradientCase } from '../testing/check-gradients.js';

// Worst error over every entry of every gradient, relative to the largest entry: engine in float32 against
// central differences of the float64 reference.
const TOLERANCE = 1e-5;

async function expectRight(test: GradientCase): Promise<void> {
  const report = await checkGradients(test);
  expect(report.forwardError).toBeLessThan(2e-6);
  expect(report.gradientError).toBeLessThan(TOLERANCE);
}

const unary =
  (opType: string, attributes = {}, domain = '') =>
  (graph: Graph, { x }: Record<string, Value>): Value =>
    emitOne(graph, opType, [x!], attributes, { domain });

describe('gradients of functions of one value', () => {
  const cases: [string, Record<string, number | string>?, Partial<GradientCase>?, string?][] = [
    ['Relu'],
    ['LeakyRelu', { alpha: 0.2 }],
    ['ThresholdedRelu', { alpha: 0.3 }],
    ['Elu', { alpha: 0.7 }],
    ['Selu'],
    ['Sigmoid', {}, { spread: 4 }],
    ['HardSigmoid', {}, { spread: 4 }],
    ['HardSigmoid', { alpha: 1 / 6 }, { spread: 4 }],
    ['HardSwish', {}, { spread: 5 }],
    ['Tanh', {}, { spread: 2 }],
    ['Softplus', {}, { spread: 3 }],
    ['Softsign', {}, { spread: 3 }],
    ['Exp'],
    ['Log', {}, { centre: 2 }],
    ['Sqrt', {}, { centre: 2 }],
    ['Neg'],
    ['Abs'],
    ['Reciprocal', {}, { centre: 2 }],
    ['Erf', {}, { spread: 2 }],
    ['Sin'],
    ['Cos'],
    ['Identity'],
    ['Gelu', {}, { spread: 3 }, 'com.microsoft'],
    ['QuickGelu', { alpha: 1.702 }, { spread: 3 }, 'com.microsoft'],
  ];
  it.each(cases)('%s %o', async (opType, attributes = {}, options = {}, domain = '') => {
    await expectRight({ inputs: { x: [4, 9] }, build: unary(opType, attributes, domain), ...options });
  });

  it.each(['Softmax', 'LogSoftmax'])('%s over any axis', async (opType) => {
    for (const axis of [0, 1, -1]) {
      await expectRight({ inputs: { x: [3, 4, 5] }, spread: 3, build: unary(opType, { axis }) });
    }
  });

  it('Clip with both, one and no bound', async () => {
    const bound = (graph: Graph, value: number): Value => sharedConstant(graph, scalar(value));
    for (const [low, high] of [
      [0, 6],
      [null, 2],
      [-3, null],
    ] as const) {
      await expectRight({
        inputs: { x: [40] },
        spread: 8,
        build: (graph, { x }) =>
          emitOne(graph, 'Clip', [
            x!,
            low === null ? null : bound(graph, low),
            high === null ? null : bound(graph, high),
          ]),
      });
    }
  });
});

describe('gradients of arithmetic', () => {
  const shapes: [number[], number[]][] = [
    [
      [3, 4],
      [3, 4],
    ],
    [[3, 4], [4]],
    [
      [2, 1, 4],
      [3, 1],
    ],
    [[], [5]],
  ];
  const two =
    (opType: string) =>
    (graph: Graph, { a, b }: Record<string, Value>): Value =>
      emitOne(graph, opType, [a!, b!]);
  it.each(['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Pow', 'Sum', 'Mean'])(
    '%s, broadcast or not',
    async (opType) => {
      for (const [a, b] of shapes) {
        await expectRight({ inputs: { a, b }, centre: 2, build: two(opType) });
      }
    },
  );

  it('Where, PRelu and Max of three', async () => {
    await expectRight({
      inputs: { a: [3, 4], b: [4], c: [3, 1] },
      build: (graph, { a, b, c }) => [
        emitOne(graph, 'Where', [emitOne(graph, 'Greater', [a!, c!]), b!, a!]),
        emitOne(graph, 'PRelu', [a!, b!]),
        emitOne(graph, 'Max', [a!, b!, c!]),
      ],
    });
  });

  it('adds up what reaches a value by several ways', async () => {
    await expectRight({
      inputs: { x: [5] },
      build: (graph, { x }) => {
        const square = emitOne(graph, 'Mul', [x!, x!]);
        const [first, second] = emit(graph, 'Split', [
          square,
          sharedConstant(graph, { type: 'int64', dims: [2], data: BigInt64Array.of(2n, 3n) }),
        ]);
        return [emitOne(graph, 'Add', [square, x!]), emitOne(graph, 'Tanh', [second!]), first!];
      },
    });
  });
});
