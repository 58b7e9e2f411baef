// Training images a second while fine-tuning MobileNetV2 from its last block, half of it and all of it, at 96 and
// 224 pixels, batch 32: whole steps (forward, loss, gradients, Adam) on made-up pictures.
//   npm run build && node bench/fine-tune.mjs [--threads 2] [--steps 6]
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { createRandom } from '../dist/random.js';
import { createTrainer } from '../dist/runtime/index.js';
import { feedsOf, stepOf, trunkOf } from './training-step.mjs';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: String(availableParallelism()) },
    steps: { type: 'string', default: '6' },
  },
});
const BATCH = 32;
const threads = Number(values.threads);
const FROM = { 'last block': 'block_16', half: 'block_8', all: 'all' };

console.log(
  `MobileNetV2, batch ${BATCH}, ${threads} threads of ${availableParallelism()} cores, Node ${process.version}\n`,
);
console.log('| size | trained | images/s, best step | images/s, median step | against all | memory, MB |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const size of [96, 224]) {
  const rows = [];
  for (const [name, from] of Object.entries(FROM)) rows.push({ name, ...(await measure(size, from)) });
  const all = rows.at(-1).median;
  for (const { name, best, median, megabytes } of rows) {
    console.log(
      `| ${size} | ${name} | ${best.toFixed(0)} | ${median.toFixed(0)} | ${(median / all).toFixed(1)}x | ${megabytes.toFixed(0)} |`,
    );
  }
}

async function measure(size, from) {
  const step = stepOf(await trunkOf('mobilenet-v2', size, from), { batch: BATCH });
  const random = createRandom(1);
  const trainer = await createTrainer(step, { threads, random });
  const pixels = Float32Array.from({ length: BATCH * 3 * size * size }, () => random.next());
  const batch = feedsOf(pixels, { batch: BATCH, size });
  await trainer.step(batch, { learningRate: 1e-4 });
  const seconds = [];
  for (let i = 0; i < Number(values.steps); i++) {
    const started = performance.now();
    await trainer.step(batch, { learningRate: 1e-4 });
    seconds.push((performance.now() - started) / 1000);
  }
  await trainer.release();
  seconds.sort((a, b) => a - b);
  const megabytes = process.memoryUsage().rss / 1e6;
  return { best: BATCH / seconds[0], median: BATCH / seconds[seconds.length >> 1], megabytes };
}
