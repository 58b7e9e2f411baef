// Saves the whole pictures of a table by whole.mjs as WebP, a sixth of the bytes, where they have to travel.
//   node scripts/detectors/pack.mjs IN/whole.csv OUT [--quality 84]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quality: { type: 'string', default: '84' } },
});
const [table, out] = positionals;
const quality = Number(values.quality);
if (!table || !out || !existsSync(table) || !(quality >= 1 && quality <= 100)) {
  console.error('Usage: node scripts/detectors/pack.mjs IN/whole.csv OUT [--quality 1..100]');
  process.exit(2);
}
// Parts of pictures end in _1, _2, …; training draws its own from the whole ones (--part).
const rows = parse(readFileSync(table), { columns: true }).filter(({ file }) => /_0\.png$/.test(file));
const lines = [];
for (const [i, { file, label, source, picture }] of rows.entries()) {
  const name = join(String(i % 4), `${String(i).padStart(5, '0')}.webp`);
  const path = join(out, name);
  mkdirSync(dirname(path), { recursive: true });
  const bytes = await sharp(join(dirname(table), file))
    .webp({ quality, effort: 3, smartSubsample: true })
    .toBuffer();
  writeFileSync(path, bytes);
  lines.push([name, label, source, picture.replaceAll(/[",]/g, ' ').replace(/ +/g, ' ')].join(','));
}
writeFileSync(join(out, 'list.csv'), `file,label,source,picture\n${lines.join('\n')}\n`);
console.log(`${rows.length} pictures`);
