import { describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import { createTrainer, stateToBytes } from '../../runtime/index.js';
import * as layers from '../layers/index.js';
import { softmaxCrossEntropy } from '../losses/index.js';
import type { Network } from '../network/network.js';
import * as optimisers from '../optimisers/index.js';
import { buildTrainingStep } from '../training/training-step.js';
import type { TrainingStep } from '../training/step-types.js';
import { tensor, type Tensor, type Value } from '../types.js';

const BATCH = 8;
const SIDE = 24;

/** Residual blocks with batch norm, so that values are read by more than the next layer. */
function network(net: Network, pixels: Value): Value {
  let x = layers.conv(net, pixels, { name: 'stem', filters: 16, kernel: 3, padding: 'same' });
  for (let i = 0; i < 6; i++) {
    let y = layers.conv(net, x, { name: `conv_${i}`, filters: 16, kernel: 3, padding: 'same', bias: false });
    y = layers.silu(net, layers.batchNorm(net, y, { name: `bn_${i}` }));
    x = layers.add(net, x, layers.dropout(net, y, { name: `dropout_${i}`, rate: 0.1 }));
  }
  return layers.dense(net, layers.globalAveragePool(net, x, { name: 'pool' }), { name: 'dense', units: 2 });
}

function stepOf(recompute: boolean, accumulate: boolean): TrainingStep {
  return buildTrainingStep({
    inputs: {
      pixels: { type: 'float32', shape: [BATCH, 3, SIDE, SIDE] },
      labels: { type: 'int32', shape: [BATCH] },
      weights: { type: 'float32', shape: [BATCH] },
    },
    network: (net, { pixels, labels, weights }) => {
      const logits = network(net, pixels!);
      return { loss: softmaxCrossEntropy(net, logits, labels!, weights!), outputs: { logits } };
    },
    optimiser: optimisers.adam(),
    recompute,
    accumulate,
  });
}

function batch(seed: number): Record<string, Tensor> {
  const random = createRandom(seed);
  const shape = [BATCH, 3, SIDE, SIDE];
  return {
    pixels: tensor(
      'float32',
      shape,
      Array.from({ length: 3 * BATCH * SIDE * SIDE }, () => random.next()),
    ),
    labels: tensor(
      'int32',
      [BATCH],
      Array.from({ length: BATCH }, (_, i) => i % 2),
    ),
    weights: tensor('float32', [BATCH], new Array<number>(BATCH).fill(1)),
  };
}

describe('recompute', () => {
  it.each([false, true])('trains to the same bytes in less memory (accumulating: %s)', async (accumulate) => {
    const run = async (step: TrainingStep): Promise<Uint8Array> => {
      const trainer = await createTrainer(step, { threads: 1, random: createRandom(1) });
      for (let i = 0; i < 3; i++) {
        await trainer.step(accumulate ? [batch(i), batch(10 + i)] : batch(i), { learningRate: 0.01 });
      }
      const bytes = stateToBytes(trainer.state());
      await trainer.release();
      return bytes;
    };
    const whole = stepOf(false, accumulate);
    const sparing = stepOf(true, accumulate);
    expect(sparing.peakBytes! / whole.peakBytes!).toBeLessThan(0.7);
    expect(await run(sparing)).toEqual(await run(whole));
  });

  it('leaves a step of open batch size as it is', () => {
    const build = (recompute: boolean): Uint8Array =>
      buildTrainingStep({
        inputs: {
          x: { type: 'float32', shape: ['N', 4] },
          labels: { type: 'int32', shape: ['N'] },
          weights: { type: 'float32', shape: ['N'] },
        },
        network: (net, { x, labels, weights }) => {
          const logits = layers.dense(net, layers.relu(net, x!), { name: 'one', units: 2 });
          return { loss: softmaxCrossEntropy(net, logits, labels!, weights!) };
        },
        optimiser: optimisers.sgd(),
        recompute,
      }).bytes;
    expect(build(true)).toEqual(build(false));
  });
});
