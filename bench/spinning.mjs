// Pictures per second and per CPU second through MobileNet v2 at 96 pixels on all cores, with threads that spin
// while they wait and with threads that sleep: alone, and beside a process that keeps one core busy.
//   npm run build && node bench/spinning.mjs
import { Worker } from 'node:worker_threads';
import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor } from 'onnxruntime-node';

process.env.ORT_DISABLE_TELEMETRY = '1';

const file = new URL('../dist/backbones/mobilenet-v2.onnx', import.meta.url).pathname;
const threads = availableParallelism();
const sessions = {};
for (const way of ['spin', 'sleep']) {
  const allow_spinning = way === 'spin' ? '1' : '0';
  const extra = { session: { intra_op: { allow_spinning } } };
  sessions[way] = await InferenceSession.create(file, { intraOpNumThreads: threads, extra });
}

console.log(`${threads} cores, Node ${process.version}\n`);
console.log('| machine | batch | images/s, spin | sleep | ratio | images/CPU s, spin | sleep | ratio |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const machine of ['quiet', 'busy']) {
  const load = machine === 'busy' ? new Worker('for (;;) Math.sqrt(Math.random());', { eval: true }) : null;
  for (const batch of [1, 2, 32]) {
    const runs = { spin: [], sleep: [] };
    for (let round = 0; round < 5; round++) {
      for (const way of ['spin', 'sleep']) runs[way].push(await measure(sessions[way], batch));
    }
    const [a, b] = ['spin', 'sleep'].map((way) => runs[way].sort((x, y) => x.wall - y.wall)[2]);
    const cells = [
      ...[a.wall, b.wall, b.wall / a.wall],
      ...(load ? [NaN, NaN, NaN] : [a.cpu, b.cpu, b.cpu / a.cpu]),
    ];
    const text = cells.map((x, i) =>
      Number.isNaN(x) ? '–' : i % 3 === 2 ? `${x.toFixed(2)}x` : x.toFixed(0),
    );
    console.log(`| ${machine} | ${batch} | ${text.join(' | ')} |`);
  }
  await load?.terminate();
}

/** Images per second of wall and of CPU time over half a second. */
async function measure(session, batch) {
  const pixels = new Tensor('float32', new Float32Array(batch * 3 * 96 * 96).fill(0.5), [batch, 3, 96, 96]);
  const feeds = { [session.inputNames[0]]: pixels };
  await session.run(feeds);
  const [started, before] = [performance.now(), process.cpuUsage()];
  let images = 0;
  while (performance.now() - started < 500) {
    await session.run(feeds);
    images += batch;
  }
  const { user, system } = process.cpuUsage(before);
  return { wall: (images / (performance.now() - started)) * 1000, cpu: (images / (user + system)) * 1e6 };
}
