import { describe, expect, it } from 'vitest';
import { emitOne } from '../emit.js';
import { checkGradients, type GradientCase } from '../testing/check-gradients.js';

async function expectRight(test: GradientCase): Promise<void> {
  const report = await checkGradients(test);
  expect(report.forwardError).toBeLessThan(2e-6);
  expect(report.gradientError).toBeLessThan(1e-5);
}

describe('gradients of normalisations', () => {
  it.each([[[5, 3]], [[2, 3, 4, 5]]])('BatchNormalization by given statistics, %j', async (shape) => {
    await expectRight({
      inputs: { x: shape, scale: [3], bias: [3], mean: [3], variance: [3] },
      data: { variance: [0.5, 1.3, 2.1] },
      build: (graph, { x, scale, bias, mean, variance }) =>
        emitOne(graph, 'BatchNormalization', [x!, scale!, bias!, mean!, variance!], { epsilon: 1e-3 }),
    });
  });

  it('InstanceNormalization', async () => {
    await expectRight({
      inputs: { x: [2, 3, 4, 3], scale: [3], bias: [3] },
      build: (graph, { x, scale, bias }) =>
        emitOne(graph, 'InstanceNormalization', [x!, scale!, bias!], { epsilon: 1e-3 }),
    });
  });

  it('LayerNormalization over the last and over several axes, with and without bias', async () => {
    for (const [axis, shape] of [
      [-1, [5]],
      [1, [4, 5]],
    ] as const) {
      await expectRight({
        inputs: { x: [3, 4, 5], scale: shape, bias: shape },
        build: (graph, { x, scale, bias }) =>
          emitOne(graph, 'LayerNormalization', [x!, scale!, bias!], { axis, epsilon: 1e-3 }),
      });
    }
    await expectRight({
      inputs: { x: [3, 4, 5], scale: [5] },
      build: (graph, { x, scale }) => emitOne(graph, 'LayerNormalization', [x!, scale!]),
    });
  });
});
