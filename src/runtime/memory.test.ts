import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  addInput,
  addOutput,
  buildTrainingStep,
  createGraph,
  emitOne,
  layers,
  losses,
  optimisers,
  peakBytes,
} from '../graph/index.js';
import { checkMemory, machineMemory } from './memory.js';

const step = buildTrainingStep({
  inputs: {
    x: { type: 'float32', shape: [64, 3, 32, 32] },
    labels: { type: 'int32', shape: [64] },
    weights: { type: 'float32', shape: [64] },
  },
  network: (net, { x, labels, weights }) => {
    const y = layers.relu(net, layers.conv(net, x!, { name: 'c', filters: 8, kernel: 3, padding: 'same' }));
    const logits = layers.dense(net, layers.globalAveragePool(net, y), { name: 'o', units: 2 });
    return { loss: losses.softmaxCrossEntropy(net, logits, labels!, weights!) };
  },
  optimiser: optimisers.adam(),
});

describe('peakBytes', () => {
  it('counts what is alive at one time', () => {
    const graph = createGraph();
    const x = addInput(graph, 'x', 'float32', [1000]);
    let y = x;
    for (let i = 0; i < 10; i++) y = emitOne(graph, 'Neg', [y]);
    addOutput(graph, y, 'y');
    expect(peakBytes(graph)).toBe(3 * 4000); // the input, one value in, one out
  });

  it('is not known while the batch is open', () => {
    const graph = createGraph();
    addOutput(graph, emitOne(graph, 'Neg', [addInput(graph, 'x', 'float32', ['N', 4])]), 'y');
    expect(peakBytes(graph)).toBeUndefined();
  });
});

describe('checkMemory', () => {
  it('says what batch would fit', () => {
    const needed = step.peakBytes! * 1.3;
    expect(() => checkMemory(step, needed)).not.toThrow();
    expect(() => checkMemory(step, needed / 2 + 100)).toThrow(
      expect.objectContaining({
        code: 'E_RUNTIME_MEMORY',
        message: expect.stringContaining('A batch of about 32 fits'),
      }),
    );
    expect(() => checkMemory(step, 1000)).toThrow(/Not even a batch of one/);
  });

  it('asks for what the machine has, not for what is free now', () => {
    expect(machineMemory()).toBeGreaterThan(1e8);
    expect(machineMemory()).toBeLessThanOrEqual(totalmem());
  });
});
