// Joins tables (file,label,source,picture) into one, each file once, with at most --cap pictures of a source and label,
// drawn from the seed:
//
//   node scripts/detectors/join.mjs OUT.csv TABLE.csv… [--cap 100] [--seed 1]
//
// The files are named from each table's folder, so the tables and OUT.csv lie in one.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { createRandom, shuffle } from '../../dist/random.js';
import { writeSquares } from './squares.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { cap: { type: 'string', default: 'Infinity' }, seed: { type: 'string', default: '1' } },
});
const [out, ...tables] = positionals;
const cap = Number(values.cap);
if (tables.length === 0 || !(cap >= 1)) {
  console.error(
    `E_ARGUMENT: Expected a table to write, those to join and --cap from 1, found ${values.cap}: join.mjs OUT.csv TABLE.csv…`,
  );
  process.exit(2);
}
const random = createRandom(Number(values.seed));
const bySource = new Map();
const files = new Set();
for (const table of tables)
  for (const row of parse(await readFile(table, 'utf8'), { columns: true })) {
    if (files.has(row.file)) continue;
    files.add(row.file);
    const source = `${row.label}/${row.source}`;
    if (!bySource.has(source)) bySource.set(source, []);
    bySource.get(source).push(row);
  }
const byFile = (a, b) => (a.file < b.file ? -1 : 1);
const rows = [...bySource].flatMap(([source, all]) =>
  shuffle(all.toSorted(byFile), random.fork(source)).slice(0, cap),
);
await writeSquares(out, rows.toSorted(byFile));
