// The pictures of a plan: {"groups": [{set, label, group, pictures, squares, except, only}], "together": {set: pattern}}
// over a corpus that holds <set>/<label>/<group>/<file>. What the plan does not name is left out of training: groups, and
// within a group the files whose names fit its pattern `except` or do not fit `only`.
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { createRandom, shuffle } from '../../dist/random.js';
import { writeSquares } from './squares.mjs';

/** Ways of making a picture smaller, one drawn for each. */
const KERNELS = ['linear', 'cubic', 'mitchell', 'lanczos3'];

/**
 * Draws each group's pictures, has `make` write files into `out` for each ({path, name, label, group entry}, a
 * generator of its own; it gives the files' names) and writes `out/table` with a line for each file, as `describe` changes
 * it. `lanes` pictures are made at a time, one where they hang on each other; with `onlyLabel`, those of one label.
 */
export async function makeOfPlan({
  planFile,
  corpus,
  out,
  table,
  seed,
  make,
  lanes = 4,
  onlyLabel,
  describe = (row) => row,
}) {
  const plan = JSON.parse(await readFile(planFile, 'utf8'));
  const root = createRandom(seed);
  const rows = [];
  sharp.concurrency(1);
  for (const label of ['real', 'fake']) await mkdir(join(out, label), { recursive: true });
  for (const entry of plan.groups) {
    const { set, label, group, pictures } = entry;
    if (onlyLabel && label !== onlyLabel) continue;
    const folder = join(corpus, set, label, group);
    const random = root.fork(`${set}/${label}/${group}`);
    const [except, within] = [entry.except, entry.only].map((pattern) => pattern && new RegExp(pattern));
    const isNamed = (file) => !except?.test(file) && (within?.test(file) ?? true);
    const names = (await readdir(folder)).filter(isNamed).sort();
    const files = shuffle(names, random.fork('choice')).slice(0, pictures);
    let next = 0;
    const lane = async () => {
      while (next < files.length) {
        const file = files[next++];
        const name = join(label, `${set}_${group}_${file}`.replaceAll(/[^\w.-]+/g, '-'));
        // One file that is cut short must not end the whole corpus.
        let results = [];
        try {
          results = await make({ path: join(folder, file), name, entry }, random.fork(file));
        } catch (error) {
          process.stderr.write(`Left out ${set}/${label}/${group}/${file}: ${error.message}\n`);
        }
        for (const made of results) {
          const picture = `${set}/${pictureOf(plan, set, file)}`;
          rows.push(describe({ file: made, label, source: `${set}/${group}`, picture }));
        }
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    process.stderr.write(`${set}/${label}/${group}: ${files.length} pictures\n`);
  }
  rows.sort((a, b) => (a.file < b.file ? -1 : 1));
  await writeSquares(join(out, table), rows);
}

/** A picture as it is shown: upright, on white, three channels of 8 bits; and the format that its file has. */
export async function readPixels(path) {
  const decoded = sharp(await readFile(path), { limitInputPixels: 6e7 });
  const { format } = await decoded.metadata();
  const { data, info } = await decoded.rotate().flatten({ background: '#fff' }).toColourspace('srgb').removeAlpha()
    .raw().toBuffer({ resolveWithObject: true }); // prettier-ignore
  return { data, info, format };
}

/** Writes a picture as PNG, made smaller where a side is longer than `side` pixels, in a way that is drawn. */
export function saveSmall(image, path, side, random) {
  const kernel = KERNELS[random.int(KERNELS.length)];
  return image
    .resize(side, side, { fit: 'inside', withoutEnlargement: true, kernel })
    .png({ compressionLevel: 2 })
    .toFile(path);
}

/** Pictures of one prompt, chain or object go together. */
function pictureOf(plan, set, file) {
  const rule = plan.together?.[set];
  return (rule && new RegExp(rule).exec(file)?.[1]) ?? file;
}
