import { describe, expect, it } from 'vitest';
import { addConstant } from '../graph.js';
import { createNetwork } from '../network/network.js';
import { tensor } from '../types.js';
import { checkGradients } from '../testing/check-gradients.js';
import { softmaxCrossEntropy } from './index.js';

describe('gradients of losses', () => {
  it('softmaxCrossEntropy, weighted, with and without label smoothing', async () => {
    for (const labelSmoothing of [0, 0.1]) {
      const report = await checkGradients({
        inputs: { logits: [4, 3], weights: [4] },
        spread: 3,
        data: { weights: [0.5, 1, 2, 0.25] },
        build: (graph, { logits, weights }) => {
          const labels = addConstant(graph, tensor('int32', [4], [0, 2, 1, 2]));
          const net = createNetwork(graph, { mode: 'train' });
          return softmaxCrossEntropy(net, logits!, labels, weights!, { labelSmoothing });
        },
      });
      expect(report.forwardError).toBeLessThan(2e-6);
      expect(report.gradientError).toBeLessThan(1e-5);
    }
  });
});
