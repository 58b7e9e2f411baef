import { describe, expect, it } from 'vitest';
import { buildTrainingStep, layers, losses, optimisers, tensor } from '../graph/index.js';
import { createRandom } from '../random.js';
import { isAssayError } from '../errors.js';
import { createTrainer, type Device, type Trainer } from './trainer.js';

const step = buildTrainingStep({
  inputs: {
    x: { type: 'float32', shape: [4, 6] },
    labels: { type: 'int32', shape: [4] },
    weights: { type: 'float32', shape: [4] },
  },
  network: (net, { x, labels, weights }) => {
    const hidden = layers.batchNorm(net, layers.dense(net, x!, { name: 'one', units: 5 }), { name: 'bn' });
    const logits = layers.dense(net, layers.relu(net, hidden), { name: 'two', units: 2 });
    return { loss: losses.softmaxCrossEntropy(net, logits, labels!, weights!) };
  },
  optimiser: optimisers.sgd(),
});

const batch = {
  x: tensor(
    'float32',
    [4, 6],
    Array.from({ length: 24 }, (_, i) => Math.sin(1.7 * i)),
  ),
  labels: tensor('int32', [4], [0, 1, 1, 0]),
  weights: tensor('float32', [4], [1, 1, 1, 1]),
};

const open = (device: Device): Promise<Trainer> =>
  createTrainer(step, { device, threads: 1, random: createRandom(1) });

async function threeSteps(trainer: Trainer): Promise<number[]> {
  const seen: number[] = [];
  for (let i = 0; i < 3; i++) seen.push((await trainer.step(batch, { learningRate: 0.05 })).loss);
  return seen;
}

describe('a trainer on a graphics processor', () => {
  it("gives a processor's losses and weights and goes back to a state, or says that there is none", async () => {
    let graphics: Trainer;
    try {
      graphics = await open('gpu');
    } catch (error) {
      expect(isAssayError(error) && error.code).toBe('E_RUNTIME_GRAPHICS');
      console.log('No graphics processor: its training was not compared with the processor’s.');
      return;
    }
    const plain = await open('cpu');
    const start = graphics.state();
    const there = await threeSteps(graphics);
    (await threeSteps(plain)).forEach((loss, i) => expect(there[i]).toBeCloseTo(loss, 4));
    await graphics.settle();
    for (const [name, { data }] of Object.entries(plain.parameters())) {
      const other = graphics.parameters()[name]!.data;
      data.forEach((item, i) => expect(Number(other[i]), name).toBeCloseTo(Number(item), 3));
    }
    graphics.restore(start);
    expect(await threeSteps(graphics)).toEqual(there);
    await graphics.release();
    await plain.release();
  });

  it('takes one batch a step', async () => {
    const graphics = await open('gpu').catch(() => null);
    if (graphics === null) return;
    await expect(graphics.step([batch, batch], { learningRate: 0.1 })).rejects.toMatchObject({
      code: 'E_ARGUMENT',
    });
    await graphics.release();
  });
});
