// How much the number of threads changes a training: the same network, pictures and seed with each number of threads,
// twice each. Prints whether the same number gives the same bytes, and how far losses and weights drift apart.
//   npm run build && node bench/threads.mjs [--threads 1,2] [--steps 40] [--network high-pass-6] [--size 48] [--batch 16]
import { parseArgs } from 'node:util';
import { createRandom } from '../dist/random.js';
import { createTrainer, stateToBytes } from '../dist/runtime/index.js';
import { feedsOf, stepOf, trunkOf } from './training-step.mjs';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '1,2' },
    steps: { type: 'string', default: '40' },
    network: { type: 'string', default: 'high-pass-6' },
    size: { type: 'string', default: '48' },
    batch: { type: 'string', default: '16' },
  },
});
const [steps, size, batch] = [values.steps, values.size, values.batch].map(Number);
const step = stepOf(await trunkOf(values.network, size), { batch });

const runs = [];
for (const threads of values.threads.split(',').map(Number)) {
  const first = await train(threads);
  const second = await train(threads);
  runs.push({ threads, ...first, isSame: first.bytes.equals(second.bytes) });
}
console.log(`${values.network}, ${size} px, batches of ${batch}, Adam at 1e-3, Node ${process.version}\n`);
for (const { threads, isSame } of runs) {
  console.log(`${threads} threads, twice: ${isSame ? 'the same bytes' : 'OTHER BYTES'}`);
}
const [one, ...others] = runs;
console.log(
  `\n| after steps | threads | loss | loss differs by | weights differ by, mean of layers | largest layer |`,
);
console.log('| --- | --- | --- | --- | --- | --- |');
for (const other of others) {
  for (const [at, { loss, weights }] of other.marks) {
    const wanted = one.marks.get(at);
    const apart = Object.keys(weights).map((name) => relative(weights[name].data, wanted.weights[name].data));
    const mean = apart.reduce((sum, value) => sum + value, 0) / apart.length;
    const off = Math.abs(loss - wanted.loss);
    console.log(
      `| ${at} | ${one.threads} and ${other.threads} | ${wanted.loss.toFixed(4)} | ${off.toExponential(1)} | ${mean.toExponential(1)} | ${Math.max(...apart).toExponential(1)} |`,
    );
  }
}

async function train(threads) {
  const trainer = await createTrainer(step, { threads, random: createRandom(1) });
  const marks = new Map();
  for (let i = 0; i < steps; i++) {
    const { loss } = await trainer.step(pictures(i), { learningRate: 1e-3 });
    const done = i + 1;
    if (done === 1 || done === steps || done === Math.round(steps / 4)) {
      marks.set(done, { loss, weights: trainer.parameters() });
    }
  }
  const bytes = Buffer.from(stateToBytes(trainer.state()));
  await trainer.release();
  return { marks, bytes };
}

/** Noise, of which one class has been smoothed a little, so that there is something to learn. */
function pictures(number) {
  const random = createRandom(number);
  const each = 3 * size * size;
  const pixels = Float32Array.from({ length: batch * each }, () => random.next());
  for (let n = 0; n < batch; n += 2) {
    for (let i = n * each; i < (n + 1) * each - 1; i++) pixels[i] = (15 * pixels[i] + pixels[i + 1]) / 16;
  }
  return feedsOf(pixels, { batch, size });
}

/** Length of the difference over the length. */
function relative(values, wanted) {
  let [off, all] = [0, 0];
  values.forEach((value, i) => {
    off += (value - wanted[i]) ** 2;
    all += wanted[i] ** 2;
  });
  return Math.sqrt(off / all);
}
