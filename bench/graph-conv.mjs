// Training steps a second of a six-layer convolutional network (0.43 M parameters, 96 × 96 crops, batch 64; forward,
// loss, gradients, Adam) on Assay's engine and on tfjs, from the same weights and batches; the losses compared, and the
// share of the machine's own matrix-product peak that is reached.
//   npm run build && node bench/graph-conv.mjs [--threads 2] [--steps 10] [--wasm-steps 2] [--cpu-steps 1]
// tfjs' wasm backend lacks the gradient of a convolution's kernel; bench/graph-conv-tfjs.mjs registers one, made of its
// own operators. Its cpu backend runs batches of 2, and its figure is scaled by crops: a batch of 64 would take it the
// better part of an hour.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { multiplyAdds } from './graph-conv-net.mjs';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: String(availableParallelism()) },
    steps: { type: 'string', default: '10' },
    'wasm-steps': { type: 'string', default: '2' },
    'cpu-steps': { type: 'string', default: '1' },
  },
});
const BATCH = 64;
const SMALL = 2;
const threads = [...new Set([1, Number(values.threads)])];

const rows = [];
for (const n of threads) {
  const { peak } = run('matmul-peak.mjs', n);
  const ours = run('graph-conv-ours.mjs', n, values.steps, BATCH);
  rows.push({ name: `Assay, ${n} thread${n > 1 ? 's' : ''}`, peak, ...ours, run: ours.runs[0] });
}
const small = run('graph-conv-ours.mjs', 1, values['cpu-steps'], SMALL).runs[0];
const wasm = run('graph-conv-tfjs.mjs', 'wasm', values['wasm-steps'], BATCH);
rows.push({ name: 'tfjs, wasm, with the missing kernel', ...wasm, run: wasm.runs[0] });
const cpu = run('graph-conv-tfjs.mjs', 'cpu', values['cpu-steps'], SMALL);
rows.push({ name: `tfjs, cpu, batch ${SMALL}`, ...cpu, run: cpu.runs[0] });

const stepsASecond = ({ run: { seconds, batch } }) => {
  // The first step allocates and warms up; a median says what a long run does, the best what the machine can.
  const later = seconds.slice(seconds.length > 1 ? 1 : 0).sort((a, b) => a - b);
  const scale = batch / BATCH;
  return { best: scale / later[0], median: scale / later[later.length >> 1] };
};
const best = stepsASecond(rows[threads.length - 1]);
console.log(`Batch ${BATCH}, ${availableParallelism()} cores, Node ${process.version}\n`);
console.log('| engine | steps/s, median | steps/s, best | crops/s, median | Assay against it | GFLOP/s, best | share of peak | memory, MB |'); // prettier-ignore
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const row of rows) {
  const speed = stepsASecond(row);
  const rate = speed.best * BATCH * multiplyAdds() * 2e-9;
  const share = row.peak ? `${((100 * rate) / row.peak).toFixed(0)} % of ${row.peak.toFixed(0)}` : '';
  const cells = [
    row.name,
    digits(speed.median),
    digits(speed.best),
    digits(speed.median * BATCH),
    `${digits(best.median / speed.median)}x`,
    digits(rate),
    share,
    row.megabytes.toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

console.log('\nLosses from the same weights and batches:');
compare(`batch ${BATCH}, Assay and tfjs wasm`, rows[0].run, wasm.runs[0]);
compare(`batch ${SMALL}, Assay and tfjs cpu`, small, cpu.runs[0]);

function compare(what, a, b) {
  const pairs = b.losses.map((loss, i) => [a.losses[i], loss]);
  const apart = Math.max(...pairs.map(([x, y]) => Math.abs(x - y)));
  const listed = pairs.map(([x, y]) => `${x.toFixed(6)} and ${y.toFixed(6)}`).join(', ');
  console.log(`${what}: ${listed}; at most ${apart.toExponential(1)} apart`);
}

function digits(x) {
  return x >= 100 ? x.toFixed(0) : x.toPrecision(3);
}

function run(script, ...given) {
  const file = join(dirname(fileURLToPath(import.meta.url)), script);
  const { stdout, stderr, status } = spawnSync(process.execPath, [file, ...given.map(String)], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`${script} ${given.join(' ')} failed: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
