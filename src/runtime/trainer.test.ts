import { describe, expect, it } from 'vitest';
import {
  buildTrainingStep,
  layers,
  losses,
  optimisers,
  tensor,
  type Network,
  type Tensor,
  type TrainingStepOptions,
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
    expect(result.outputs[0]!['logits']!.dims).toEqual([16, 2]);
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

  const options = {
    inputs: {
      x: { type: 'float32', shape: ['N', SIZE] },
      labels: { type: 'int32', shape: ['N'] },
      weights: { type: 'float32', shape: ['N'] },
    },
    network: (net: Network, inputs: Readonly<Record<string, Value>>) => {
      const logits = layers.dense(net, inputs['x']!, { name: 'two', units: 2 });
      return { loss: losses.softmaxCrossEntropy(net, logits, inputs['labels']!, inputs['weights']!) };
    },
    optimiser: optimisers.sgd(),
  } satisfies TrainingStepOptions;
  const numbers = (tensor: Tensor | undefined): number[] => Array.from(tensor!.data, Number);
  const trainerOf = (more: Partial<TrainingStepOptions>, threads = 1): Promise<Trainer> =>
    createTrainer(buildTrainingStep({ ...options, ...more }), { threads, random: createRandom(1) });

  it('averages gradients over several batches as over one large one', async () => {
    const large = batch(1, 24);
    const part = (from: number, to: number): Record<string, Tensor> => ({
      x: tensor('float32', [to - from, SIZE], large['x']!.data.slice(from * SIZE, to * SIZE)),
      labels: tensor('int32', [to - from], large['labels']!.data.slice(from, to)),
      weights: tensor('float32', [to - from], large['weights']!.data.slice(from, to)),
    });
    const whole = await trainerOf({});
    const pieces = await trainerOf({ accumulate: true });
    for (let i = 0; i < 3; i++) {
      const a = await whole.step(large, { learningRate: 0.5 });
      const b = await pieces.step([part(0, 8), part(8, 16), part(16, 24)], { learningRate: 0.5 });
      expect(b.loss).toBeCloseTo(a.loss, 5);
      expect(b.gradientNorm).toBeCloseTo(a.gradientNorm, 5);
    }
    const [want, got] = [whole, pieces].map((trainer) => numbers(trainer.parameters()['two/kernel']));
    got!.forEach((item, i) => expect(item).toBeCloseTo(want![i]!, 5));
    await expect(whole.step([large, large], { learningRate: 0.5 })).rejects.toThrow(/2 batches/);
  });

  it('keeps statistics too when a batch in the middle is bad', async () => {
    const trainer = await createTrainer(
      buildTrainingStep({
        ...options,
        accumulate: true,
        network: (net, { x, labels, weights }) => ({
          loss: losses.softmaxCrossEntropy(net, head(net, x!), labels!, weights!),
        }),
      }),
      { threads: 1, random: createRandom(1) },
    );
    await trainer.step([batch(0), batch(1)], { learningRate: 0.1 });
    const before = stateToBytes(trainer.state());
    const bad = batch(3);
    bad['x']!.data[0] = Infinity;
    await expect(trainer.step([batch(2), bad], { learningRate: 0.1 })).rejects.toThrow(
      /lower the learning rate/,
    );
    expect(stateToBytes(trainer.state())).toEqual(before);
  });

  it('clips the gradients together to a norm', async () => {
    const plain = await trainerOf({});
    const clipped = await trainerOf({ clipNorm: 0.01 });
    const start = numbers(plain.parameters()['two/kernel']);
    const { gradientNorm } = await plain.step(batch(1), { learningRate: 1 });
    expect((await clipped.step(batch(1), { learningRate: 1 })).gradientNorm).toBeCloseTo(gradientNorm, 6);
    const free = numbers(plain.parameters()['two/kernel']);
    numbers(clipped.parameters()['two/kernel']).forEach((item, i) => {
      expect(item - start[i]!).toBeCloseTo(((free[i]! - start[i]!) * 0.01) / gradientNorm, 6);
    });
  });

  it('gives parameters rates of their own, 0 leaving them as they are', async () => {
    const plain = await trainerOf({});
    const rated = await trainerOf({ rate: (name) => (name.endsWith('kernel') ? 0.1 : 0) });
    const start = rated.parameters();
    await plain.step(batch(1), { learningRate: 1 });
    await rated.step(batch(1), { learningRate: 1 });
    const [from, full] = [start, plain.parameters()].map((values) => numbers(values['two/kernel']));
    numbers(rated.parameters()['two/kernel']).forEach((item, i) => {
      expect(item - from![i]!).toBeCloseTo((full![i]! - from![i]!) * 0.1, 6);
    });
    expect(rated.parameters()['two/bias']).toEqual(start['two/bias']);
  });

  it('decays kernels and leaves biases alone', async () => {
    const step = { optimiser: optimisers.adamW({ weightDecay: 0.5 }) };
    const plain = await trainerOf({ optimiser: optimisers.adam() });
    const decayed = await trainerOf(step);
    const start = numbers(plain.parameters()['two/kernel']);
    await plain.step(batch(1), { learningRate: 0.1 });
    await decayed.step(batch(1), { learningRate: 0.1 });
    const [a, b] = [plain.parameters(), decayed.parameters()];
    numbers(b['two/kernel']).forEach((item, i) => {
      expect(item).toBeCloseTo(numbers(a['two/kernel'])[i]! - 0.05 * start[i]!, 6);
    });
    expect(b['two/bias']).toEqual(a['two/bias']);
  });

  it('keeps a running average of the weights, which starts where they start', async () => {
    const trainer = await trainerOf({ average: { decay: 0.9 } });
    let want = numbers(trainer.parameters()['two/kernel']);
    expect(numbers(trainer.parameters({ average: true })['two/kernel'])).toEqual(want);
    for (let t = 1; t <= 4; t++) {
      await trainer.step(batch(t), { learningRate: 0.5 });
      const kept = Math.min(0.9, (1 + t) / (10 + t));
      const now = numbers(trainer.parameters()['two/kernel']);
      want = want.map((item, i) => kept * item + (1 - kept) * now[i]!);
    }
    numbers(trainer.parameters({ average: true })['two/kernel']).forEach((item, i) => {
      expect(item).toBeCloseTo(want[i]!, 6);
    });
    expect(Object.keys(trainer.state().tensors)).toContain('two/kernel/average');
  });

  it('gives the same bytes for a convolutional network too, and nearly the same for other threads', async () => {
    const convolutional = buildTrainingStep({
      inputs: {
        x: { type: 'float32', shape: [8, 3, 24, 24] },
        labels: { type: 'int32', shape: [8] },
        weights: { type: 'float32', shape: [8] },
      },
      network: (net, { x, labels, weights }) => {
        let y = layers.conv(net, x!, { name: 'a', filters: 16, kernel: 3, strides: 2, padding: 'same' });
        y = layers.relu(net, layers.batchNorm(net, y, { name: 'bn' }));
        y = layers.relu6(net, layers.depthwiseConv(net, y, { name: 'b', kernel: 3, padding: 'same' }));
        y = layers.maxPool(net, layers.conv(net, y, { name: 'c', filters: 16, kernel: 3 }), { kernel: 2 });
        const logits = layers.dense(net, layers.globalAveragePool(net, y), { name: 'o', units: 2 });
        return { loss: losses.softmaxCrossEntropy(net, logits, labels!, weights!) };
      },
      optimiser: optimisers.adam(),
    });
    const run = async (threads: number): Promise<{ bytes: Uint8Array; last: number }> => {
      const trainer = await createTrainer(convolutional, { threads, random: createRandom(1) });
      const random = createRandom(4);
      let last = 0;
      for (let i = 0; i < 5; i++) {
        const x = Array.from({ length: 8 * 3 * 24 * 24 }, () => random.normal());
        const labels = Array.from({ length: 8 }, () => random.int(2));
        const feeds = {
          x: tensor('float32', [8, 3, 24, 24], x),
          labels: tensor('int32', [8], labels),
          weights: tensor('float32', [8], new Array<number>(8).fill(1)),
        };
        last = (await trainer.step(feeds, { learningRate: 0.01 })).loss;
      }
      const bytes = stateToBytes(trainer.state());
      await trainer.release();
      return { bytes, last };
    };
    const [one, again, two, twoAgain] = [await run(1), await run(1), await run(2), await run(2)];
    expect(one.bytes).toEqual(again.bytes);
    expect(two.bytes).toEqual(twoAgain.bytes);
    expect(Math.abs(one.last - two.last)).toBeLessThan(1e-4);
  });
});
