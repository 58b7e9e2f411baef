import * as web from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { buildTrainingStep, layers, losses, optimisers, tensor, type Tensor } from '../graph/index.js';
import { createRandom } from '../random.js';
import { channelBlockOf } from './channel-block.js';
import { createTrainer } from './trainer.js';
import type { Engine } from './session.js';

const BATCH = 4;
const SIDE = 16;

const step = buildTrainingStep({
  inputs: {
    x: { type: 'float32', shape: [BATCH, 3, SIDE, SIDE] },
    labels: { type: 'int32', shape: [BATCH] },
    weights: { type: 'float32', shape: [BATCH] },
  },
  network: (net, { x, labels, weights }) => {
    let y = layers.highPass(net, x!, { name: 'high' });
    y = layers.conv(net, y, { name: 'one', filters: 16, kernel: 3, strides: 2, padding: 'same' });
    y = layers.relu(net, layers.batchNorm(net, y, { name: 'bn' }));
    y = layers.relu6(net, layers.depthwiseConv(net, y, { name: 'depth', kernel: 3, padding: 'same' }));
    y = layers.maxPool(net, layers.conv(net, y, { name: 'two', filters: 32, kernel: 3 }), { kernel: 2 });
    y = layers.dropout(net, layers.globalAveragePool(net, y), { name: 'drop', rate: 0.2 });
    const logits = layers.dense(net, y, { name: 'out', units: 2 });
    return { loss: losses.softmaxCrossEntropy(net, logits, labels!, weights!) };
  },
  optimiser: optimisers.adam(),
  clipNorm: 1,
  average: { decay: 0.99 },
});

function batches(): Record<string, Tensor>[] {
  const random = createRandom(3);
  return Array.from({ length: 10 }, () => ({
    x: tensor(
      'float32',
      [BATCH, 3, SIDE, SIDE],
      Array.from({ length: BATCH * 3 * SIDE * SIDE }, random.normal),
    ),
    labels: tensor(
      'int32',
      [BATCH],
      Array.from({ length: BATCH }, () => random.int(2)),
    ),
    weights: tensor('float32', [BATCH], new Array<number>(BATCH).fill(1)),
  }));
}

describe('the browser engine (WebAssembly)', () => {
  it('trains to the same losses as the native one', async () => {
    const engine = web as unknown as Engine;
    web.env.wasm.numThreads = 1;
    expect(await channelBlockOf(engine)).toBe(0);
    const options = { threads: 1, random: createRandom(1) };
    const there = await createTrainer(step, { ...options, engine });
    const here = await createTrainer(step, options);
    for (const batch of batches()) {
      const [a, b] = [
        await there.step(batch, { learningRate: 0.01 }),
        await here.step(batch, { learningRate: 0.01 }),
      ];
      expect(Math.abs(a.loss - b.loss)).toBeLessThan(1e-5);
      expect(Math.abs(a.gradientNorm - b.gradientNorm)).toBeLessThan(1e-4);
    }
    const [a, b] = [there.parameters(), here.parameters()];
    for (const [name, { data }] of Object.entries(a)) {
      data.forEach((item, i) => expect(Math.abs(Number(item) - Number(b[name]!.data[i]))).toBeLessThan(2e-4));
    }
  });
});
