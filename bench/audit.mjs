// Time and memory of an audit by the number of files: each size in a process of its own, nothing cached, then the
// largest once more with the facts cached. Peak memory counts the threads as well.
//
//   npm run build:code && node bench/audit.mjs DATA [--sizes 2500,5000,10000] [--workers 2]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { auditDataset, loadDataset } from '../dist/dataset/index.js';
import { createRandom } from '../dist/random.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string', default: '2500,5000,10000' },
    workers: { type: 'string', default: '2' },
    /** One measurement: what the process of its own is started with. */
    only: { type: 'string' },
    cache: { type: 'string' },
  },
});
const [data] = positionals;
if (data === undefined) throw new Error('Found no DATA; name a folder with real/ and fake/.');

if (values.only === undefined) measureAll();
else console.log(JSON.stringify(await measureOne(Number(values.only))));

function measureAll() {
  const cache = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  const run = (size, ...more) => {
    const own = [fileURLToPath(import.meta.url), data, '--workers', values.workers, '--only', String(size)];
    return JSON.parse(execFileSync(process.execPath, [...own, ...more], { encoding: 'utf8' }));
  };
  try {
    console.log(`${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)} before the start\n`);
    console.log(
      '| files | wall, s | processor, s | files read after, s | memory after 1/4, 1/2, 3/4, all files, MB | peak, MB |',
    );
    console.log('| --- | --- | --- | --- | --- | --- |');
    const print = (name, { wall, cpu, read, curve, peak }) =>
      console.log(
        `| ${name} | ${wall.toFixed(1)} | ${cpu.toFixed(1)} | ${read.toFixed(1)} | ${curve.join(', ')} | ${peak} |`,
      );
    const sizes = values.sizes.split(',').map(Number);
    for (const size of sizes) {
      const result = run(size, ...(size === sizes.at(-1) ? ['--cache', cache] : []));
      print(result.files, result);
    }
    const again = run(sizes.at(-1), '--cache', cache);
    print(`${again.files}, facts cached`, again);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

async function measureOne(size) {
  const dataset = await loadDataset({ root: data });
  const step = dataset.samples.length / Math.min(size, dataset.samples.length);
  const samples = dataset.samples.filter((_, k) => Math.floor((k + 1) / step) > Math.floor(k / step));
  const megabytes = (bytes) => Math.round(bytes / 2 ** 20);
  const curve = [];
  const [start, before] = [performance.now(), process.cpuUsage()];
  let read = 0;
  await auditDataset(
    { ...dataset, samples },
    {
      random: createRandom(1),
      workers: Number(values.workers),
      ...(values.cache === undefined ? {} : { cache: values.cache }),
      onProgress: ({ stage, done, total }) => {
        if (stage !== 'files') return;
        if (done >= (total * (curve.length + 1)) / 4) curve.push(megabytes(process.memoryUsage.rss()));
        if (done === total) read = (performance.now() - start) / 1000;
      },
    },
  );
  const { user, system } = process.cpuUsage(before);
  return {
    files: samples.length,
    wall: (performance.now() - start) / 1000,
    cpu: (user + system) / 1e6,
    read,
    curve,
    // In kilobytes, on every system.
    peak: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
