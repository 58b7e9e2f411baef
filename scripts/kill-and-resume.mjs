// Kills a training run outright at three random moments, resumes it each time, and compares best.onnx with that of
// an unbroken run: node scripts/kill-and-resume.mjs DATA [more options of assay train]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [data, ...options] = process.argv.slice(2);
if (data === undefined) {
  console.error('E_ARGUMENT: Expected the folder of a data set: node scripts/kill-and-resume.mjs DATA');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'assay-kill-'));
// The runs share no features, so that a kill can fall into the reading of the pictures too.
const cache = (name) => ['--data-cache', join(folder, `cache-${name}`)];
const begin = (name) => ['train', data, ...options, '--out', join(folder, name), ...cache(name)];
const resume = (name) => ['train', '--resume', join(folder, name), ...cache(name)];

try {
  const unbroken = await assay(begin('unbroken'));
  console.log(`unbroken run: ${seconds(unbroken.ms)}`);
  let left = unbroken.ms;
  for (let kill = 1; kill <= 3; kill++) {
    const moment = Math.max(500, Math.random() * left * 0.6);
    const { killed, ms, last } = await assay(kill === 1 ? begin('broken') : resume('broken'), moment);
    console.log(
      `kill ${kill}: ${killed ? `kill -9 after ${seconds(ms)}` : 'it had ended before'}; last line: ${last}`,
    );
    left = Math.max(1000, left - ms);
  }
  await assay(resume('broken'));
  const [whole, mended] = ['unbroken', 'broken'].map(digest);
  console.log(
    `unbroken: ${whole}\nresumed:  ${mended}\n${whole === mended ? 'the same bytes' : 'NOT THE SAME'}`,
  );
  process.exitCode = whole === mended ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs the built command; kills it after `killAfter` ms where given. */
function assay(argv, killAfter) {
  return new Promise((done, fail) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['dist/cli/main.js', ...argv], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const timer = killAfter && setTimeout(() => child.kill('SIGKILL'), killAfter);
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('error', fail);
    child.on('close', (code, signal) => {
      globalThis.clearTimeout(timer);
      const last = said.trim().split('\n').at(-1)?.slice(0, 100) ?? '';
      // 3: done, though some files of the data set could not be read.
      if (signal === null && code !== 0 && code !== 3) fail(new Error(said.trim()));
      else done({ killed: signal === 'SIGKILL', ms: performance.now() - started, last });
    });
  });
}

function digest(name) {
  return createHash('sha256')
    .update(readFileSync(join(folder, name, 'best.onnx')))
    .digest('hex');
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}
