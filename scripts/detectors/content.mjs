// The table for a network that tells pictures of one face from others: joins tables of whole.mjs, sets of faces as `fake`,
// all others as `real`, the classes that make-content.mjs expects. Portraits by text-to-image are neither, and left out.
//
//   node scripts/detectors/content.mjs FOLDER TABLE.csv…   writes FOLDER/content.csv; the tables lie in FOLDER too
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { writeSquares } from './squares.mjs';

const FACES = /^(sg1-140k-aygun|openforensics-256|ciplab-600)\//;
const NEITHER = /^(andygock-style|composite)\//;
const [folder, ...tables] = process.argv.slice(2);
const rows = new Map();
for (const table of tables) {
  for (const row of parse(await readFile(join(folder, table)), { columns: true })) {
    if (NEITHER.test(row.source)) continue;
    rows.set(row.file, { ...row, label: FACES.test(row.source) ? 'fake' : 'real' });
  }
}
await writeSquares(join(folder, 'content.csv'), [...rows.values()]);
