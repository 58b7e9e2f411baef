// What `assay serve` costs over `assay scan`, on this machine alone, side by side in one run: pictures a second on the same
// files with the same number of processes (the start of each left out), whether the logits are those of the library,
// and the waiting times at half and at one and a half times the load that it can carry.
//   npm run build && node bench/serve.mjs FOLDER --model DETECTOR [--files 200] [--rounds 3] [--seconds 10]
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { loadDetector, predictFiles, resolveDetector } from '../dist/detect/index.js';
import { closeC2paReader, inspect } from '../dist/provenance/index.js';
import { listPictures, openJudgePool, scan } from '../dist/scan/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    files: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});
const [folder] = positionals;
if (!folder) throw new Error('usage: node bench/serve.mjs FOLDER --model DETECTOR');
const [most, rounds, seconds, workers] = [values.files, values.rounds, values.seconds, values.workers].map(
  Number,
);

const listed = [];
for await (const entry of listPictures([folder])) {
  if ('file' in entry) listed.push(entry);
  if (listed.length === most) break;
}
const files = listed.map(({ file }) => ({ file, name: basename(file), bytes: readFileSync(file) }));
const detector = await resolveDetector(values.model);
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const pool = await openJudgePool({ detector }, { workers });
const service = spawn(
  process.execPath,
  [
    'dist/cli/main.js',
    'serve',
    '--model',
    detector,
    '--workers',
    workers,
    '--port',
    '0',
    '--log-level',
    'error',
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const port = await new Promise((resolve) =>
  service.stdout.once('data', (data) => resolve(Number(/:(\d+) with/.exec(String(data))[1]))),
);
try {
  console.log(
    `${files.length} files, ${workers} processes, ${availableParallelism()} cores, Node ${process.version}\n`,
  );
  const singles = files.map((file) => singleBody(file));
  const groups = inGroups(files, 16).map((group) => multipartBody(group));
  const ways = {
    'scan (16 files a job)': () => scanAll(),
    'serve, 16 pictures a request': () => sendAll(groups, 4 * workers),
    'serve, 1 picture a request': () => sendAll(singles, 32),
  };
  const [scanWay] = Object.keys(ways);
  const times = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  const cpu = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [way, run] of Object.entries(ways)) {
      const processes = way === scanWay ? pool.pids : withChildren(service.pid);
      const [started, before] = [performance.now(), processes.map(cpuOf)];
      await run();
      if (round === 0) continue; // warms up
      times[way].push(performance.now() - started);
      cpu[way].push(processes.reduce((sum, pid, i) => sum + cpuOf(pid) - before[i], 0) / files.length);
    }
  }
  const speed = (way) => (1000 * files.length) / median(times[way]);
  console.log(
    '| what | pictures/s, median of rounds | of scan | CPU ms a picture |\n| --- | --- | --- | --- |',
  );
  for (const way of Object.keys(ways)) {
    const share = `${((100 * speed(way)) / speed(scanWay)).toFixed(0)} %`;
    console.log(`| ${way} | ${speed(way).toFixed(0)} | ${share} | ${median(cpu[way]).toFixed(1)} |`);
  }

  const differences = await compare(await sendAll(singles, 32));
  console.log(
    `\nlogits against the library: ${differences.length} pictures, largest difference ${Math.max(...differences)}\n`,
  );

  const capacity = speed('serve, 1 picture a request');
  console.log(
    '| load | sent | 200 | 429 | others | p50 ms | p99 ms | health p99 ms | memory MB, service and processes |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const share of [0.5, 1.5]) await load(share, capacity * share, singles);
} finally {
  service.kill('SIGTERM');
  agent.destroy();
  await pool.close();
}

async function scanAll() {
  const results = [];
  for await (const item of scan(pool, listed)) results.push(item);
  return results;
}

/** Sends bodies with so many at a time under way and gives the results of all. */
async function sendAll(bodies, concurrency) {
  const results = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let i = next++; i < bodies.length; i = next++) {
        const { status, text } = await send(bodies[i]);
        if (status !== 200) throw new Error(`status ${status}: ${text}`);
        results.push(...JSON.parse(text).results);
      }
    }),
  );
  return results;
}

/** Requests at even times whatever comes of those before, as strangers send them. */
async function load(share, perSecond, bodies) {
  const count = Math.round(perSecond * seconds);
  const waits = [];
  const health = [];
  const memory = [];
  const statuses = { 200: 0, 429: 0, others: 0 };
  const started = performance.now();
  const watch = setInterval(() => {
    memory.push(memoryOf(service.pid));
    const began = performance.now();
    void send({ method: 'GET', path: '/healthz', headers: {}, body: '' }).then(() =>
      health.push(performance.now() - began),
    );
  }, 500);
  const under = [];
  for (let i = 0; i < count; i++) {
    const due = started + (1000 * i) / perSecond;
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    const began = performance.now();
    under.push(
      send(bodies[i % bodies.length]).then(
        ({ status }) => {
          if (status === 200) waits.push(performance.now() - began);
          statuses[status in statuses ? status : 'others']++;
        },
        () => statuses.others++,
      ),
    );
  }
  await Promise.all(under);
  clearInterval(watch);
  const cells = [
    `${100 * share} % (${perSecond.toFixed(0)}/s for ${seconds} s)`,
    count,
    statuses[200],
    statuses[429],
    statuses.others,
    quantile(waits, 0.5).toFixed(0),
    quantile(waits, 0.99).toFixed(0),
    quantile(health, 0.99).toFixed(0),
    `${memory[0]} first, ${memory.at(-1)} last, ${Math.max(...memory)} most`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

/** Differences of the logits that were served from those that the library gives, by the files' names. */
async function compare(served) {
  const library = await loadDetector(detector);
  const provenance = async (bytes) => (await inspect(bytes)).claims;
  const byName = new Map(served.map((result) => [result.file, result]));
  const differences = [];
  for await (const own of predictFiles(
    library,
    listed.map(({ file }) => file),
    { provenance },
  )) {
    if (!('error' in own)) differences.push(Math.abs(own.logit - byName.get(basename(own.file)).logit));
  }
  await library.close();
  await closeC2paReader();
  return differences;
}

function send({ method = 'POST', path, headers, body }) {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function singleBody({ name, bytes }) {
  const headers = { 'content-type': 'application/octet-stream', 'content-length': bytes.length };
  return { path: `/v1/scan?name=${encodeURIComponent(name)}`, headers, body: bytes };
}

function multipartBody(group) {
  const parts = group.flatMap(({ name, bytes }) => [
    Buffer.from(`--b0undary\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
  const body = Buffer.concat([...parts, Buffer.from('--b0undary--\r\n')]);
  const headers = { 'content-type': 'multipart/form-data; boundary=b0undary', 'content-length': body.length };
  return { path: '/v1/scan', headers, body };
}

function inGroups(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

function median(numbers) {
  return quantile(numbers, 0.5);
}

function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** A process and those that it started; from /proc. */
function withChildren(pid) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return [pid, ...all.map(Number).filter((other) => Number(statOf(other)?.[1]) === pid)];
}

/** What stands in /proc of a process after its name: state, parent, …; undefined: it is gone. */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  } catch {
    return undefined;
  }
}

/** Milliseconds that a process has computed for, in steps of 10. */
function cpuOf(pid) {
  const stat = statOf(pid) ?? [];
  return 10 * (Number(stat[11]) + Number(stat[12]));
}

/** Resident megabytes of a process and those that it started. */
function memoryOf(pid) {
  const pages = withChildren(pid).reduce((sum, each) => sum + Number(statOf(each)?.[21] ?? 0), 0);
  return Math.round((pages * 4096) / 1e6);
}
