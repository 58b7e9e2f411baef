import { describe, expect, it } from 'vitest';
import { emitOne } from '../emit.js';
import { addInput, addOutput, createGraph, sharedConstant } from '../graph.js';
import { resizeMatrix } from '../resize-matrix.js';
import { serialise } from '../serialise.js';
import { ints, tensor } from '../types.js';
import { checkGradients } from '../testing/check-gradients.js';
import { runOnnx } from '../testing/run.js';

describe('gradients of Resize', () => {
  const modes = [
    { mode: 'linear' },
    { mode: 'linear', coordinate_transformation_mode: 'align_corners' },
    { mode: 'linear', coordinate_transformation_mode: 'asymmetric' },
    { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
    { mode: 'nearest' },
  ];
  it.each(modes)('%o to given sizes, larger and smaller', async (attributes) => {
    for (const [height, width] of [
      [7, 9],
      [8, 12],
      [3, 4],
      [4, 6],
    ] as const) {
      const report = await checkGradients({
        inputs: { x: [2, 2, 4, 6] },
        build: (graph, { x }) =>
          emitOne(
            graph,
            'Resize',
            [x!, null, null, sharedConstant(graph, ints([2, 2, height, width]))],
            attributes,
          ),
      });
      expect(report.forwardError).toBeLessThan(2e-6);
      expect(report.gradientError).toBeLessThan(1e-5);
    }
  });

  it('cubic: the matrix is what the engine applies', async () => {
    const x = Array.from({ length: 20 }, (_, i) => Math.sin(i * i));
    const graph = createGraph();
    const input = addInput(graph, 'x', 'float32', [1, 1, 4, 5]);
    const sizes = sharedConstant(graph, ints([1, 1, 7, 3]));
    addOutput(graph, emitOne(graph, 'Resize', [input, null, null, sizes], { mode: 'cubic' }), 'y');
    const { y } = await runOnnx(serialise(graph), { x: tensor('float32', [1, 1, 4, 5], x) });
    const attributes = graph.nodes[0]!.attributes;
    const rows = resizeMatrix(attributes, { from: 4, to: 7, scale: 7 / 4 })!;
    const columns = resizeMatrix(attributes, { from: 5, to: 3, scale: 3 / 5 })!;
    y!.data.forEach((item, at) => {
      const [i, j] = [Math.floor(at / 3), at % 3];
      let want = 0;
      for (let a = 0; a < 4; a++) for (let b = 0; b < 5; b++) want += rows[i * 4 + a]! * columns[j * 5 + b]! * x[a * 5 + b]!; // prettier-ignore
      expect(Number(item)).toBeCloseTo(want, 5);
    });
  });

  it('by scales', async () => {
    for (const scale of [2, 1.6, 0.5]) {
      const report = await checkGradients({
        inputs: { x: [1, 2, 5, 6] },
        build: (graph, { x }) => {
          const scales = sharedConstant(graph, tensor('float32', [4], [1, 1, scale, 2]));
          return emitOne(graph, 'Resize', [x!, null, scales], { mode: 'linear' });
        },
      });
      expect(report.forwardError).toBeLessThan(2e-6);
      expect(report.gradientError).toBeLessThan(1e-5);
    }
  });
});
