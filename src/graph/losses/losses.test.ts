import { describe, expect, it } from 'vitest';
import { addConstant, addInput, createGraph, type Graph } from '../graph.js';
import { createNetwork, type Network } from '../network/network.js';
import { tensor, type Value } from '../types.js';
import { checkGradients, type GradientCase } from '../testing/check-gradients.js';
import { evaluate, real } from '../testing/reference.js';
import { binaryCrossEntropy, combine, focal, meanAbsoluteError, softmaxCrossEntropy } from './index.js';

const LABELS = [0, 2, 1, 2];
const WEIGHTS = [0.5, 1, 2, 0.25];

async function expectRight(test: Partial<GradientCase> & Pick<GradientCase, 'build'>): Promise<void> {
  const report = await checkGradients({
    inputs: { logits: [4, 3], weights: [4] },
    spread: 3,
    data: { weights: WEIGHTS },
    ...test,
  });
  expect(report.forwardError).toBeLessThan(2e-6);
  expect(report.gradientError).toBeLessThan(1e-5);
}

const train = (graph: Graph): Network => createNetwork(graph, { mode: 'train' });
const labelsOf = (graph: Graph): Value => addConstant(graph, tensor('int32', [4], LABELS));

describe('gradients of losses', () => {
  it('softmaxCrossEntropy, weighted, with and without label smoothing', async () => {
    for (const labelSmoothing of [0, 0.1]) {
      await expectRight({
        build: (graph, { logits, weights }) =>
          softmaxCrossEntropy(train(graph), logits!, labelsOf(graph), weights!, { labelSmoothing }),
      });
    }
  });

  it('focal, with and without class weights', async () => {
    for (const options of [{}, { gamma: 1.5, alpha: [0.2, 0.5, 0.3] }, { gamma: 0 }]) {
      await expectRight({
        build: (graph, { logits, weights }) =>
          focal(train(graph), logits!, labelsOf(graph), weights!, options),
      });
    }
  });

  it('binaryCrossEntropy of one and of several questions', async () => {
    for (const shape of [[4], [4, 3]]) {
      for (const labelSmoothing of [0, 0.2]) {
        await expectRight({
          inputs: { logits: shape, targets: shape, weights: [4] },
          build: (graph, { logits, targets, weights }) =>
            binaryCrossEntropy(train(graph), logits!, targets!, weights!, { labelSmoothing }),
        });
      }
    }
  });

  it('meanAbsoluteError of numbers and of pictures', async () => {
    for (const shape of [[4], [4, 3, 2, 2]]) {
      await expectRight({
        inputs: { outputs: shape, targets: shape, weights: [4] },
        build: (graph, { outputs, targets, weights }) =>
          meanAbsoluteError(train(graph), outputs!, targets!, weights!),
      });
    }
  });

  it('combine', async () => {
    await expectRight({
      build: (graph, { logits, weights }) => {
        const net = train(graph);
        const labels = labelsOf(graph);
        return combine(net, [
          { loss: softmaxCrossEntropy(net, logits!, labels, weights!) },
          { loss: focal(net, logits!, labels, weights!), weight: 0.3 },
        ]);
      },
    });
  });
});

describe('values of losses', () => {
  const logits = [2, -1, 0.5, 0, 0, 0, -3, 4, 1, 1, 1, 5];
  /** The value of a loss in float64. */
  function value(build: (net: Network, logits: Value, labels: Value, weights: Value) => Value): number {
    const graph = createGraph();
    const inputs = [addInput(graph, 'logits', 'float32', [4, 3]), labelsOf(graph), addInput(graph, 'w', 'float32', [4])] as const; // prettier-ignore
    const loss = build(train(graph), ...inputs);
    return evaluate(graph, { logits: real([4, 3], logits), w: real([4], WEIGHTS) }).get(loss.name)!.data[0]!;
  }
  const rows = LABELS.map((label, i) => {
    const row = logits.slice(3 * i, 3 * i + 3);
    const sum = row.reduce((total, item) => total + Math.exp(item), 0);
    return { logs: row.map((item) => item - Math.log(sum)), label, weight: WEIGHTS[i]! };
  });
  const mean = (each: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + row.weight * each(row), 0) / 4;

  it('are those of the definitions', () => {
    expect(value(softmaxCrossEntropy)).toBeCloseTo(
      mean(({ logs, label }) => -logs[label]!),
      6,
    );
    const smooth = value((net, l, y, w) => softmaxCrossEntropy(net, l, y, w, { labelSmoothing: 0.3 }));
    const wanted = mean(({ logs, label }) =>
      logs.reduce((sum, log, i) => sum - log * ((i === label ? 0.7 : 0) + 0.1), 0),
    );
    expect(smooth).toBeCloseTo(wanted, 6);
    expect(value((net, l, y, w) => focal(net, l, y, w, { gamma: 2, alpha: [1, 2, 3] }))).toBeCloseTo(
      mean(({ logs, label }) => -(label + 1) * (1 - Math.exp(logs[label]!)) ** 2 * logs[label]!),
      6,
    );
    const binary = value((net, l, _, w) => {
      const targets = addConstant(net.graph, tensor('float32', [4, 3], logits.map((item) => +(item > 0)))); // prettier-ignore
      return binaryCrossEntropy(net, l, targets, w);
    });
    const each = logits.map((item) => Math.log1p(Math.exp(-Math.abs(item))));
    const means = WEIGHTS.map((_, i) => (each[3 * i]! + each[3 * i + 1]! + each[3 * i + 2]!) / 3);
    expect(binary).toBeCloseTo(means.reduce((sum, item, i) => sum + item * WEIGHTS[i]!, 0) / 4, 6);
  });

  it('meanAbsoluteError is the weighted mean of |output - target|, and takes one shape alone', () => {
    const graph = createGraph();
    const net = train(graph);
    const outputs = addInput(graph, 'outputs', 'float32', [2, 1, 1, 2]);
    const targets = addConstant(graph, tensor('float32', [2, 1, 1, 2], [0.5, 0.25, 1, 0]));
    const weights = addConstant(graph, tensor('float32', [2], [1, 0.5]));
    const loss = meanAbsoluteError(net, outputs, targets, weights);
    // (1 · (|0 - .5| + |1 - .25|) / 2 + .5 · (|.75 - 1| + |.25 - 0|) / 2) / 2
    const found = evaluate(graph, { outputs: real([2, 1, 1, 2], [0, 1, 0.75, 0.25]) }).get(loss.name)!;
    expect(found.data[0]).toBeCloseTo(0.375, 12);
    expect(() => meanAbsoluteError(net, outputs, weights, weights)).toThrow(
      /one shape.*\[2, 1, 1, 2\] and \[2\]/,
    );
  });
});
