import { describe, expect, it } from 'vitest';
import {
  buildTrainingStep,
  layers,
  losses,
  optimisers,
  tensor,
  type Network,
  type Tensor,
  type Value,
} from '../graph/index.js';
import { createRandom } from '../random.js';
import { stateFromBytes, stateToBytes } from './trainer-state.js';
import { createTrainer, type Trainer } from './trainer.js';

const SIZE = 6;

function head(net: Network, x: Value): Value {
  const hidden = layers.batchNorm(net, layers.relu(net, layers.dense(net, x, { name: 'one', units: 8 })), {
    name: 'bn',
  });
  return layers.dense(net, layers.dropout(net, hidden, { name: 'drop', rate: 0.3 }), {
    name: 'two',
    units: 2,
  });
}

const step = buildTrainingStep({
  inputs: {
    x: { type: 'float32', shape: ['N', SIZE] },
    labels: { type: 'int32', shape: ['N'] },
    weights: { type: 'float32', shape: ['N'] },
  },
  network: (net, { x, labels, weights }) => {
    const logits = head(net, x!);
    return { loss: losses.softmaxCrossEntropy(net, logits, labels!, weights!), outputs: { logits } };
  },
  optimiser: optimisers.adam(),
});

/** Two clouds of points, one for each class. */
function batch(seed: number, size = 16): Record<string, Tensor> {
  const random = createRandom(seed);
  const labels = Array.from({ length: size }, (_, i) => i % 2);
  const x = labels.flatMap((label) => Array.from({ length: SIZE }, () => random.normal() + label));
  return {
    x: tensor('float32', [size, SIZE], x),
    labels: tensor('int32', [size], labels),
    weights: tensor('float32', [size], new Array<number>(size).fill(1)),
  };
}

async function train(trainer: Trainer, from: number, to: number): Promise<number[]> {
  const seen: number[] = [];
  for (let i = from; i < to; i++) {
    seen.push((await trainer.step(batch(i, i === 3 ? 5 : 16), { learningRate: 0.02 })).loss);
  }
  return seen;
}

describe('createTrainer', () => {
  it('learns, and gives loss, gradient norm and outputs of each step', async () => {
    const trainer = await createTrainer(step, { threads: 1, random: createRandom(1) });
    const seen = await train(trainer, 0, 60);
    expect(seen.slice(-5).reduce((a, b) => a + b) / 5).toBeLessThan(seen[0]! / 2);
    const result = await trainer.step(batch(99), { learningRate: 0.02 });
    expect(result.outputs['logits']!.dims).toEqual([16, 2]);
    expect(result.gradientNorm).toBeGreaterThan(0);
    expect(Object.keys(trainer.parameters())).toContain('bn/moving_variance');
    expect(Object.keys(trainer.parameters())).not.toContain('one/kernel/adam_m');
    await trainer.release();
  });

  it.each([1, 2])('gives the same bytes for the same seed with %i threads', async (threads) => {
    const run = async (seed: number): Promise<Uint8Array> => {
      const trainer = await createTrainer(step, { threads, random: createRandom(seed) });
      await train(trainer, 0, 8);
      const bytes = stateToBytes(trainer.state());
      await trainer.release();
      return bytes;
    };
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  it('goes on from a saved state to the same bytes as a run never broken', async () => {
    const whole = await createTrainer(step, { threads: 1, random: createRandom(3) });
    await train(whole, 0, 4);
    const saved = stateToBytes(whole.state());
    await train(whole, 4, 8);
    const resumed = await createTrainer(step, { threads: 1, state: stateFromBytes(saved) });
    await train(resumed, 4, 8);
    expect(stateToBytes(resumed.state())).toEqual(stateToBytes(whole.state()));
    resumed.restore(stateFromBytes(saved));
    await train(resumed, 4, 8);
    expect(stateToBytes(resumed.state())).toEqual(stateToBytes(whole.state()));
  });

  it('draws masks from a given generator without touching its own', async () => {
    const run = async (random: number): Promise<Tensor> => {
      const trainer = await createTrainer(step, { threads: 1, random: createRandom(1) });
      await trainer.step(batch(0), { learningRate: 0.02, random: createRandom(random) });
      return trainer.parameters()['two/kernel']!;
    };
    expect(await run(5)).toEqual(await run(5));
    expect(await run(5)).not.toEqual(await run(6));
  });

  it('keeps the last good state when the loss is not finite', async () => {
    const trainer = await createTrainer(step, { threads: 1, random: createRandom(1) });
    await train(trainer, 0, 3);
    const before = stateToBytes(trainer.state());
    const bad = batch(5);
    bad['x']!.data[0] = NaN;
    await expect(trainer.step(bad, { learningRate: 0.02 })).rejects.toMatchObject({
      code: 'E_TRAIN_DIVERGED',
      message: expect.stringContaining('At step 4 the loss became NaN'),
    });
    expect(stateToBytes(trainer.state())).toEqual(before);
    await train(trainer, 3, 5);
  });

  it('starts from given values and refuses a state of another network', async () => {
    const kernel = tensor('float32', [8, 2], new Array<number>(16).fill(0.25));
    const trainer = await createTrainer(step, { threads: 1, values: { 'two/kernel': kernel } });
    expect(trainer.parameters()['two/kernel']).toEqual(kernel);
    const state = trainer.state();
    state.tensors['one/bias'] = tensor('float32', [3], [1, 2, 3]);
    expect(() => trainer.restore(state)).toThrow(/float32\[3\] for "one\/bias".*float32\[8\]/);
  });
});
