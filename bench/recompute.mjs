// What recomputation costs and saves: training steps of MobileNetV2 (all of it) and of Assay's own networks, each in
// a process of its own, with the forward pass kept and with it computed anew.
//   npm run build && node bench/recompute.mjs [--threads 1] [--steps 3] [--size 96] [--batch 32]
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRandom } from '../dist/random.js';
import { createTrainer } from '../dist/runtime/index.js';
import { feedsOf, stepOf, trunkOf } from './training-step.mjs';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '1' },
    steps: { type: 'string', default: '3' },
    size: { type: 'string', default: '96' },
    batch: { type: 'string', default: '32' },
    one: { type: 'string' },
  },
});
const [threads, steps, size, batch] = [values.threads, values.steps, values.size, values.batch].map(Number);
if (values.one) await measure(...values.one.split(' '));
else {
  console.log(
    `${size} px, batch ${batch}, ${threads} threads of ${availableParallelism()} cores, Node ${process.version}\n`,
  );
  console.log('| network | forward pass | images/s, best step | memory at most, MB | estimate, MB | loss |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const network of ['mobilenet-v2', 'high-pass-6', 'neighbour-residual']) {
    for (const kind of ['kept', 'anew']) {
      const argv = [fileURLToPath(import.meta.url), ...process.argv.slice(2), '--one', `${network} ${kind}`];
      const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
      if (stdout === '') throw new Error(stderr);
      const { rate, memory, estimate, loss } = JSON.parse(stdout);
      console.log(
        `| ${network} | ${kind} | ${rate.toFixed(1)} | ${memory.toFixed(0)} | ${estimate.toFixed(0)} | ${loss} |`,
      );
    }
  }
}

async function measure(network, kind) {
  const step = stepOf(await trunkOf(network, size), { batch, recompute: kind === 'anew' });
  const random = createRandom(1);
  const trainer = await createTrainer(step, { threads, random });
  const pixels = Float32Array.from({ length: batch * 3 * size * size }, () => random.next());
  const feeds = feedsOf(pixels, { batch, size });
  let best = Infinity;
  let loss = 0;
  for (let i = 0; i < steps; i++) {
    const started = performance.now();
    ({ loss } = await trainer.step(feeds, { learningRate: 1e-4, random: createRandom(i) }));
    best = Math.min(best, performance.now() - started);
  }
  await trainer.release();
  const memory = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ rate: (1000 * batch) / best, memory, estimate: step.peakBytes / 1e6, loss }));
}
