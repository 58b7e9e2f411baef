// One kind of work of a scan alone, in `workers` processes as a scan has them; prints JSON: pictures per second, and
// CPU milliseconds a picture, which say more on a machine that does other work beside.
//   node bench/scan/alone.mjs scan|decode|inference|tfjs DETECTOR WORKERS FILE…
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import {
  chooseDetector,
  decodeImage,
  loadDetector,
  openJudgePool,
  readDetectorFile,
  scan,
} from '../../dist/index.js';
import { mapInOrder } from '../../dist/concurrency.js';
import { viewOf } from '../../dist/detect/view.js';

const [work, detectorPath, workersText, ...files] = process.argv.slice(2);
const workers = Number(workersText);
if (process.send) await beOne();
else console.log(JSON.stringify(await (work === 'scan' ? scanAll() : inProcesses())));

/** A picture's whole way: read, decode, claims, network, verdict; the processes started and warm before. */
async function scanAll() {
  const pool = await openJudgePool({ detector: detectorPath }, { workers });
  const listed = files.map((file) => ({ file }));
  for await (const item of scan(pool, listed.slice(0, 32 * workers))) void item;
  const cpu = () => pool.pids.reduce((sum, pid) => sum + cpuOf(pid), 0) + ownCpu();
  const [started, before] = [performance.now(), cpu()];
  for await (const item of scan(pool, listed)) if (item.kind !== 'judged') throw new Error(item.kind);
  const result = perPicture(performance.now() - started, cpu() - before);
  await pool.close();
  return result;
}

function perPicture(ms, cpuMs) {
  return { rate: (1000 * files.length) / ms, cpu: cpuMs / files.length };
}

/** CPU milliseconds of this process so far. */
function ownCpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** CPU milliseconds of another process, as Linux counts them (in ticks of 10 ms); NaN elsewhere. */
function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return NaN;
  }
}

async function inProcesses() {
  const share = (k) => files.filter((_, i) => i % workers === k);
  const env = { ...process.env, UV_THREADPOOL_SIZE: '4', MALLOC_ARENA_MAX: '2' };
  const children = Array.from({ length: workers }, (_, k) =>
    fork(process.argv[1], [work, detectorPath, '1', ...share(k)], { env }),
  );
  const say = (child) => new Promise((resolve) => child.once('message', resolve));
  const ready = await Promise.all(children.map(say));
  const failed = ready.find((message) => message !== 'ready');
  if (failed) {
    for (const child of children) if (child.connected) child.disconnect();
    return { refusal: failed };
  }
  const started = performance.now();
  const done = children.map(say);
  for (const child of children) child.send('go');
  const cpu = await Promise.all(done);
  const result = perPicture(
    performance.now() - started,
    cpu.reduce((a, b) => a + b, 0),
  );
  for (const child of children) if (child.connected) child.disconnect();
  return result;
}

async function beOne() {
  sharp.concurrency(1);
  sharp.cache(false);
  let run;
  try {
    run = await prepare();
  } catch (error) {
    process.send(`not done: ${error.message}`);
    return;
  }
  process.once('message', async () => {
    const before = ownCpu();
    await run();
    process.send(ownCpu() - before);
  });
  process.send('ready');
}

async function prepare() {
  if (work === 'decode') {
    const decodeAll = async (some) => {
      for await (const image of mapInOrder(some, 2, async (file) => decodeImage(await readFile(file))))
        void image;
    };
    await decodeAll(files.slice(0, 16));
    return () => decodeAll(files);
  }
  const detector = await loadDetector(detectorPath);
  const views = [];
  for (const file of files.slice(0, 32)) {
    const image = await decodeImage(file);
    views.push(viewOf((await chooseDetector(detector, image)).detector.info, image));
  }
  const predict =
    work === 'inference'
      ? async (batch) => (await detector.predictViews(batch)).map(({ logit }) => logit)
      : await tfjsPredict(detector, views);
  const batches = files.map((_, i) => views[i % views.length]);
  const runAll = async (some) => {
    for (let i = 0; i < some.length; i += 8) await predict(some.slice(i, i + 8));
  };
  await runAll(batches.slice(0, 16));
  return () => runAll(batches);
}

/** The same network in tfjs; refuses to be measured where it does not say the same. */
async function tfjsPredict(detector, views) {
  const { openInTfjs } = await import('./tfjs-net.mjs');
  const run = await openInTfjs((await readDetectorFile(detectorPath)).bytes);
  const some = views.slice(0, 8);
  const [ours, theirs] = [await detector.predictViews(some), run(some)];
  const worst = Math.max(...ours.map(({ logit }, i) => Math.abs(logit - theirs[i])));
  if (!(worst < 1e-2)) throw new Error(`tfjs differs by ${worst} in log-odds`);
  return async (batch) => run(batch);
}
