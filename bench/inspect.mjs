// Files a second of `inspect` over a folder, alone and without its two costly parts (the C2PA reader, the decoding that
// looks for hidden text). Files are read into memory first, so that the disk does not count.
//   npm run build && node bench/inspect.mjs FOLDER [--rounds 3]
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { closeC2paReader, inspect, readContainer } from '../dist/provenance/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' } },
});
const [folder] = positionals;
if (!folder) throw new Error('usage: node bench/inspect.mjs FOLDER [--rounds 3]');

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => new Uint8Array(readFileSync(join(entry.parentPath, entry.name))));
const signed = files.filter((bytes) => readContainer(bytes).segments.some(({ holds }) => holds === 'c2pa'));
const plain = files.filter((bytes) => !signed.includes(bytes));

console.log(`${files.length} files, ${availableParallelism()} cores, Node ${process.version}\n`);
console.log('| what | files | files/s, best of rounds | ms a file |');
console.log('| --- | --- | --- | --- |');
await measure('structure alone (readContainer)', files, async (bytes) => readContainer(bytes));
await measure('without a manifest', plain, (bytes) => inspect(bytes));
await measure('without a manifest, no hidden text', plain, (bytes) => inspect(bytes, { hiddenText: false }));
await measure('with a C2PA manifest', signed, (bytes) => inspect(bytes));
await measure('all', files, (bytes) => inspect(bytes));
await closeC2paReader();

async function measure(name, some, run) {
  if (some.length === 0) return;
  let best = Infinity;
  for (let round = 0; round <= Number(values.rounds); round++) {
    const started = performance.now();
    for (const bytes of some) await run(bytes);
    if (round > 0) best = Math.min(best, performance.now() - started); // the first round warms up
  }
  const each = best / some.length;
  console.log(`| ${name} | ${some.length} | ${(1000 / each).toFixed(0)} | ${each.toFixed(2)} |`);
}
