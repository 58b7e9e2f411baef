// Sends hostile requests to a service of this machine and checks that each answer is a documented code, that none hangs,
// that the service still judges afterwards and that its memory stays.
//   npm run build && node scripts/hostile-requests.mjs --model DETECTOR [--count 10000] [--from 0]
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { ERROR_CODES } from '../dist/errors.js';
import { FAMILIES, hostileCase } from './hostile/cases.mjs';
import { faultOf, sendCase } from './hostile/send.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    count: { type: 'string', default: '10000' },
    from: { type: 'string', default: '0' },
    concurrency: { type: 'string', default: '16' },
  },
});
if (!values.model)
  throw new Error('usage: node scripts/hostile-requests.mjs --model DETECTOR [--count 10000]');
const [from, count, concurrency] = [values.from, values.count, values.concurrency].map(Number);
/** The service gives up on a body after so long without a byte (its default). */
const IDLE_MS = 15_000;
const ANSWER_MS = 90_000;

const pictures = await Promise.all([1, 2, 3].map((seed) => picture(seed)));
const codes = new Set(Object.keys(ERROR_CODES));
const service = spawn(
  process.execPath,
  ['dist/cli/main.js', 'serve', '--model', values.model, '--port', '0', '--log-level', 'error'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const ended = new Promise((resolve) => service.once('exit', resolve));
const port = await new Promise((resolve, reject) => {
  service.stdout.once('data', (data) => resolve(Number(/:(\d+) with/.exec(String(data))[1])));
  void ended.then(() => reject(new Error('The service did not start.')));
});

const faults = [];
const statuses = new Map();
const waits = [];
const memory = [];
const started = performance.now();
try {
  let next = from;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let i = next++; i < from + count; i = next++) {
        const hostile = hostileCase(i, pictures, IDLE_MS);
        const began = performance.now();
        const answer = await sendCase(port, hostile, ANSWER_MS);
        waits.push(performance.now() - began);
        const fault = faultOf(answer, codes);
        if (fault !== null) faults.push(`${i} (${hostile.family}): ${fault}`);
        const status = answer?.status ?? 'none';
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if ((i - from) % Math.ceil(count / 10) === 0) memory.push(megabytes(service.pid));
      }
    }),
  );
  memory.push(megabytes(service.pid));
  const form = new FormData();
  form.append('file', new Blob([pictures[0]]), 'a.jpg');
  const sound = await fetch(`http://localhost:${port}/v1/scan`, { method: 'POST', body: form });
  const { results } = await sound.json();
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${count} requests of ${new Set(FAMILIES).size} families in ${seconds.toFixed(0)} s, ${concurrency} at a time`,
  );
  console.log(
    `statuses: ${[...statuses]
      .sort()
      .map(([status, n]) => `${status}: ${n}`)
      .join(', ')}`,
  );
  console.log(`longest wait ${(Math.max(...waits) / 1000).toFixed(1)} s`);
  console.log(`memory of the service after each tenth, MB: ${memory.join(' ')}`);
  console.log(`afterwards a sound picture gets: ${results[0].verdict}`);
  console.log(`${faults.length} answers that are not documented`);
  for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`);
} finally {
  service.kill('SIGTERM');
}
const code = await ended;
console.log(`the service ended with ${code}`);
process.exitCode = faults.length > 0 || code !== 0 ? 1 : 0;

function picture(seed) {
  const side = 160;
  const data = Buffer.from(
    Array.from({ length: side * side * 3 }, (_, i) => (i * (seed + 7) + (i >> 5) * 13) % 256),
  );
  return sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** Resident memory of a process, from /proc; NaN where there is none. */
function megabytes(pid) {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return Math.round((pages * 4096) / 1e6);
  } catch {
    return NaN;
  }
}
