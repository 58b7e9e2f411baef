// Memory of a scan over many pictures: of the command itself and of its processes, sampled while it runs. A scan whose
// memory is flat holds no more at its end than after its warm-up.
//   npm run build && node bench/scan-memory.mjs [DETECTOR] [--scans 5000] [--files 500] [--workers 2]
// --scans 50000 is the full run. The folder of --files pictures is named again and again, so that its size stays small.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readDetectorFile, resolveDetector } from '../dist/index.js';
import { makePictures } from './scan/pictures.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scans: { type: 'string', default: '5000' },
    files: { type: 'string', default: '500' },
    workers: { type: 'string', default: '2' },
  },
});
const { path, info } = await readDetectorFile(await resolveDetector(positionals[0]));
const work = mkdtempSync(join(tmpdir(), 'assay-memory-'));
try {
  const pictures = join(work, 'pictures');
  const files = Number(values.files);
  await makePictures(pictures, files);
  const times = Math.ceil(Number(values.scans) / files);
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
  const argv = [
    'scan',
    '--jsonl',
    '--fail-on',
    'never',
    '--quiet',
    '--workers',
    values.workers,
    '--model',
    path,
  ];
  const child = spawn(process.execPath, [main, ...argv, ...new Array(times).fill(pictures)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let judged = 0;
  child.stdout.on('data', (chunk) => (judged += chunk.toString('latin1').split('\n').length - 1));
  child.stdout.pipe(createWriteStream('/dev/null'));
  const samples = [];
  const timer = globalThis.setInterval(() => {
    const sizes = [child.pid, ...childrenOf(child.pid)].map(residentMegabytes);
    if (judged > 0)
      samples.push({ judged, own: sizes[0], workers: sizes.slice(1).reduce((a, b) => a + b, 0) });
  }, 500);
  const code = await new Promise((resolve) => child.once('close', resolve));
  globalThis.clearInterval(timer);
  if (code !== 0) throw new Error(`the scan ended with ${code}`);

  const total = judged;
  const within = (from, to) => samples.filter((s) => s.judged >= from * total && s.judged < to * total);
  console.log(
    `\n${info.name}: ${total} scans of 600 x 600 JPEGs in ${values.workers} processes, Node ${process.version}\n`,
  );
  console.log('| pictures done | the command, MB | its processes together, MB |');
  console.log('| --- | --- | --- |');
  const tenths = Array.from({ length: 10 }, (_, k) => within(k / 10, (k + 1) / 10));
  tenths.forEach((some, k) =>
    console.log(`| ${k * 10}–${k * 10 + 10} % | ${mean(some, 'own')} | ${mean(some, 'workers')} |`),
  );
  for (const part of ['own', 'workers']) {
    // After a fifth all buffers of the engine and the decoder have been made once.
    const [early, late] = [within(0.2, 0.4), within(0.8, 1)].map((some) => Number(mean(some, part)));
    const name = part === 'own' ? 'the command' : 'its processes';
    console.log(`${name}: last fifth against second fifth ${(100 * (late / early - 1)).toFixed(2)} %`);
  }
} finally {
  rmSync(work, { recursive: true });
}

function mean(samples, part) {
  return (samples.reduce((sum, sample) => sum + sample[part], 0) / samples.length).toFixed(1);
}

/** Processes of a process, as Linux lists them. */
function childrenOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function residentMegabytes(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
