// One engine's part of bench/graph-conv.mjs: ours. Prints one JSON line.
//   node bench/graph-conv-ours.mjs THREADS STEPS BATCH…
import { buildTrainingStep, layers, losses, optimisers, tensor } from '../dist/graph/index.js';
import { highPass6 } from '../dist/model/architectures/high-pass-6.js';
import { createRandom } from '../dist/random.js';
import { createTrainer } from '../dist/runtime/index.js';
import { batchOf, EPSILON, RATE, SIZE } from './graph-conv-net.mjs';

const [threads, steps, ...sizes] = process.argv.slice(2).map(Number);
const found = [];
for (const size of sizes) found.push({ batch: size, ...(await measure(size)) });
console.log(JSON.stringify({ runs: found, megabytes: process.resourceUsage().maxRSS / 1000 }));

async function measure(size) {
  const shape = [size, 3, SIZE, SIZE];
  const step = buildTrainingStep({
    inputs: {
      pixels: { type: 'float32', shape },
      labels: { type: 'int32', shape: [size] },
      weights: { type: 'float32', shape: [size] },
    },
    network: (net, { pixels, labels, weights }) => {
      const logits = layers.dense(net, highPass6(net, pixels), { name: 'scores', units: 2 });
      return { loss: losses.softmaxCrossEntropy(net, logits, labels, weights) };
    },
    optimiser: optimisers.adam({ epsilon: EPSILON }),
  });
  const trainer = await createTrainer(step, { threads, random: createRandom(1) });
  const losses_ = [];
  const seconds = [];
  for (let i = 0; i < steps; i++) {
    const { pixels, labels } = batchOf(size, i);
    const feeds = {
      pixels: tensor('float32', shape, pixels),
      labels: tensor('int32', [size], labels),
      weights: tensor('float32', [size], new Float32Array(size).fill(1)),
    };
    const started = performance.now();
    const { loss } = await trainer.step(feeds, { learningRate: RATE });
    seconds.push((performance.now() - started) / 1000);
    losses_.push(loss);
  }
  await trainer.release();
  return { losses: losses_, seconds };
}
