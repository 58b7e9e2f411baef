import { buildTrainingStep, layers, losses, optimisers, tensor, type Tensor } from '../../graph/index.js';
import { createRandom, type Random } from '../../random.js';
import { createTrainer } from '../trainer.js';

const BATCH = 8;
const SIDE = 16;

/** A convolutional network with batch norm and Adam, small enough for any engine. */
const step = buildTrainingStep({
  inputs: {
    x: { type: 'float32', shape: [BATCH, 3, SIDE, SIDE] },
    labels: { type: 'int32', shape: [BATCH] },
    weights: { type: 'float32', shape: [BATCH] },
  },
  network: (net, { x, labels, weights }) => {
    let y = layers.conv(net, x!, { name: 'one', filters: 16, kernel: 3, strides: 2, padding: 'same' });
    y = layers.relu(net, layers.batchNorm(net, y, { name: 'bn1' }));
    y = layers.conv(net, y, { name: 'two', filters: 32, kernel: 3, padding: 'same' });
    y = layers.relu(net, layers.batchNorm(net, y, { name: 'bn2' }));
    const logits = layers.dense(net, layers.globalAveragePool(net, y), { name: 'out', units: 2 });
    return { loss: losses.softmaxCrossEntropy(net, logits, labels!, weights!) };
  },
  optimiser: optimisers.adam(),
});

/** Trains for ten steps on seeded noise with whichever engine is there, and gives the loss of each. */
export async function tenSteps(threads: number): Promise<number[]> {
  const random = createRandom(11);
  const trainer = await createTrainer(step, { threads, random: createRandom(1) });
  const seen: number[] = [];
  for (let i = 0; i < 10; i++) {
    seen.push((await trainer.step(batch(random), { learningRate: 0.01 })).loss);
  }
  await trainer.release();
  return seen;
}

function batch(random: Random): Record<string, Tensor> {
  const labels = Array.from({ length: BATCH }, (_, i) => i % 2);
  const x = labels.flatMap((label) =>
    Array.from({ length: 3 * SIDE * SIDE }, () => random.normal() + label / 2),
  );
  return {
    x: tensor('float32', [BATCH, 3, SIDE, SIDE], x),
    labels: tensor('int32', [BATCH], labels),
    weights: tensor('float32', [BATCH], new Array<number>(BATCH).fill(1)),
  };
}
