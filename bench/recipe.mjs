// Seconds and peak memory of the whole published recipe (20 epochs), side by side in one run: Assay with a cold
// and a warm feature cache, against the same recipe in @tensorflow/tfjs on its wasm backend.
//   npm run build && node bench/recipe.mjs DATA [--epochs 20] [--skip-every-epoch]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    epochs: { type: 'string', default: '20' },
    'skip-every-epoch': { type: 'boolean', default: false },
  },
});
const [data] = positionals;
if (!data) throw new Error('usage: node bench/recipe.mjs DATA [--epochs 20] [--skip-every-epoch]');
const { epochs } = values;
const work = mkdtempSync(join(tmpdir(), 'assay-bench-'));

const rows = [assay('assay, cold cache', 'a'), assay('assay, features cached', 'b'), tfjs('kept')];
if (!values['skip-every-epoch']) rows.push(tfjs('every-epoch'));
const [cold] = rows;
console.log(`\n${epochs} epochs on ${data}, ${availableParallelism()} cores, Node ${process.version}\n`);
console.log(
  '| engine | whole run, s | epochs alone, s | peak memory, MB | final validation accuracy | whole run against assay | epochs against assay |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const row of rows) {
  const ratio = (a, b) => `${(a / b).toFixed(1)}x`;
  console.log(
    `| ${row.name} | ${row.seconds.toFixed(1)} | ${row.epochSeconds.toFixed(1)} | ${row.peakMegabytes.toFixed(0)} | ${row.accuracy.toFixed(3)} | ${ratio(row.seconds, cold.seconds)} | ${ratio(row.epochSeconds, cold.epochSeconds)} |`,
  );
}
rmSync(work, { recursive: true });

function assay(name, run) {
  const out = join(work, run);
  const wrapper = `import { run } from ${JSON.stringify(new URL('../dist/cli/run.js', import.meta.url).href)};
    process.exitCode = await run(process.argv.slice(1));
    process.stderr.write('\\nPEAK ' + process.resourceUsage().maxRSS / 1024);`;
  const argv = ['train', data, '--out', out, '--epochs', epochs, '--data-cache', join(work, 'cache')];
  const started = performance.now();
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', wrapper, ...argv], {
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(child.stderr);
  const seconds = (performance.now() - started) / 1000;
  const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
  const epochSeconds = result.history.reduce((sum, record) => sum + record.seconds, 0);
  return {
    name,
    seconds,
    epochSeconds,
    accuracy: result.history.at(-1).validationAccuracy,
    peakMegabytes: Number(/PEAK (\S+)/.exec(child.stderr)[1]),
  };
}

function tfjs(way) {
  const script = new URL('recipe-tfjs.mjs', import.meta.url).pathname;
  const child = spawnSync(process.execPath, [script, data, way, epochs], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return { name: `tfjs wasm, ${way}`, ...JSON.parse(child.stdout.trim().split('\n').at(-1)) };
}
