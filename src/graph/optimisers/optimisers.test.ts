import { describe, expect, it } from 'vitest';
import { addInput, addOutput, createGraph } from '../graph.js';
import { serialise } from '../serialise.js';
import { runOnnx } from '../testing/run.js';
import { scalar, tensor, type Tensor } from '../types.js';
import { adam, adamW, sgd } from './index.js';
import type { Optimiser } from './optimiser.js';

const START = [1, -2, 0.5, 3];
/** A gradient that changes with weight and step, so that every term of the update matters. */
const slope = (w: number, i: number, t: number): number => Math.fround(0.3 * w + (i - 1.5) / t);

/** Runs five steps of an optimiser on onnxruntime and gives the weights after each. */
async function runSteps(optimiser: Optimiser, learningRate: number): Promise<number[][]> {
  const graph = createGraph();
  const input = (name: string) => addInput(graph, name, 'float32', [START.length]);
  const slots = optimiser.slots.map(input);
  const apply = optimiser.begin({
    graph,
    learningRate: addInput(graph, 'learningRate', 'float32', []),
    step: addInput(graph, 'step', 'float64', []),
  });
  const result = apply({ parameter: input('w'), gradient: input('g'), slots, rate: 1, decay: true });
  addOutput(graph, result.next, 'next');
  result.slots.forEach((slot, i) => addOutput(graph, slot, `next ${i}`));
  const bytes = serialise(graph);
  const vector = (numbers: ArrayLike<number>): Tensor => tensor('float32', [START.length], numbers);
  let w: ArrayLike<number> = START;
  let held: Tensor[] = slots.map(() => vector([0, 0, 0, 0]));
  const seen: number[][] = [];
  for (let t = 1; t <= 5; t++) {
    const out = await runOnnx(bytes, {
      w: vector(w),
      g: vector(Array.from(w, (item, i) => slope(item, i, t))),
      learningRate: scalar(learningRate),
      step: scalar(t, 'float64'),
      ...Object.fromEntries(optimiser.slots.map((slot, i) => [slot, held[i]!])),
    });
    w = out['next']!.data as Float32Array;
    held = slots.map((_, i) => out[`next ${i}`]!);
    seen.push(Array.from(w));
  }
  return seen;
}

/** The same five steps in float64. `update` changes `w[i]` given its gradient. */
function loop(update: (w: number[], i: number, g: number, t: number) => number): number[][] {
  const w = [...START];
  return [1, 2, 3, 4, 5].map((t) => {
    const g = w.map((item, i) => slope(item, i, t));
    g.forEach((item, i) => (w[i] = update(w, i, item, t)));
    return [...w];
  });
}

function expectClose(seen: number[][], want: number[][]): void {
  seen.flat().forEach((item, i) => expect(Math.abs(item - want.flat()[i]!)).toBeLessThan(2e-6));
}

describe('optimisers against float64 loops', () => {
  it('adam as tf.keras defines it', async () => {
    for (const [beta1, beta2, epsilon] of [
      [0.9, 0.999, 1e-7],
      [0.8, 0.95, 0.1],
    ] as const) {
      const m = [0, 0, 0, 0];
      const v = [0, 0, 0, 0];
      const want = loop((w, i, g, t) => {
        m[i] = beta1 * m[i]! + (1 - beta1) * g;
        v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
        const rate = (0.05 * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
        return w[i]! - (rate * m[i]!) / (Math.sqrt(v[i]!) + epsilon);
      });
      expectClose(await runSteps(adam({ beta1, beta2, epsilon }), 0.05), want);
    }
  });

  it('adamW with decoupled decay', async () => {
    const m = [0, 0, 0, 0];
    const v = [0, 0, 0, 0];
    const want = loop((w, i, g, t) => {
      m[i] = 0.9 * m[i]! + 0.1 * g;
      v[i] = 0.999 * v[i]! + 0.001 * g * g;
      const rate = (0.05 * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
      return w[i]! - 0.05 * 0.1 * w[i]! - (rate * m[i]!) / (Math.sqrt(v[i]!) + 1e-7);
    });
    expectClose(await runSteps(adamW({ weightDecay: 0.1 }), 0.05), want);
  });

  it('sgd, plain, with momentum, with Nesterov, with decay', async () => {
    const plain = loop((w, i, g) => w[i]! - 0.05 * g);
    expectClose(await runSteps(sgd(), 0.05), plain);
    for (const nesterov of [false, true]) {
      const velocity = [0, 0, 0, 0];
      const want = loop((w, i, g) => {
        velocity[i] = 0.9 * velocity[i]! - 0.05 * g;
        const move = nesterov ? 0.9 * velocity[i]! - 0.05 * g : velocity[i]!;
        return w[i]! * (1 - 0.05 * 0.2) + move;
      });
      expectClose(await runSteps(sgd({ momentum: 0.9, nesterov, weightDecay: 0.2 }), 0.05), want);
    }
  });
});
