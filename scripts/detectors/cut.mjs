// Cuts a corpus of whole pictures into the squares that Assay's own detectors are trained on.
//
//   node scripts/detectors/cut.mjs PLAN.json CORPUS OUT [--seed 1]
//
// CORPUS holds <set>/<label>/<group>/<file>. PLAN.json says which groups are used, at most how many pictures of each
// and how many squares of a picture; a group that it does not name is left out of training. Writes OUT/<label>/*.png
// and OUT/squares.csv (file,label,source,picture): `picture` is what must never straddle a split.
import { readFile, readdir, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { createRandom, shuffle } from '../../dist/random.js';
import { writeSquares } from './squares.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
});
const [planFile, corpus, out] = positionals;
const plan = JSON.parse(await readFile(planFile, 'utf8'));
const root = createRandom(Number(values.seed));
/** Side of a square: half of it is still more than a network's view of 96 pixels. */
const SIDE = 208;
const KERNELS = ['cubic', 'mitchell', 'lanczos2', 'lanczos3'];
sharp.concurrency(1);

const rows = [];
for (const label of ['real', 'fake']) await mkdir(join(out, label), { recursive: true });
for (const { set, label, group, pictures, squares } of plan.groups) {
  const folder = join(corpus, set, label, group);
  const random = root.fork(`${set}/${label}/${group}`);
  const files = shuffle((await readdir(folder)).sort(), random.fork('choice')).slice(0, pictures);
  let next = 0;
  const lane = async () => {
    while (next < files.length) {
      const file = files[next++];
      rows.push(...(await cutPicture({ set, label, group, file, squares }, random.fork(file))));
    }
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  process.stderr.write(`${set}/${label}/${group}: ${files.length} pictures\n`);
}
rows.sort((a, b) => (a.file < b.file ? -1 : 1));
await writeSquares(join(out, 'squares.csv'), rows);

async function cutPicture({ set, label, group, file, squares }, random) {
  const decoded = sharp(await readFile(join(corpus, set, label, group, file)), { limitInputPixels: 6e7 });
  const { format } = await decoded.metadata();
  const { data, info } = await decoded.rotate().flatten({ background: '#fff' }).toColourspace('srgb').removeAlpha()
    .raw().toBuffer({ resolveWithObject: true }); // prettier-ignore
  const made = [];
  for (let i = 0; i < squares; i++) {
    const draw = random.fork(i);
    let image = sharp(data, { raw: info });
    let { width, height } = info;
    // Half of the squares keep native pixels, half are of a picture that was made smaller first, as sites do.
    const longest = Math.max(width, height);
    if (draw.next() < 0.5 && longest > 400) {
      const wanted = Math.exp(Math.log(320) + draw.next() * (Math.log(longest) - Math.log(320)));
      const factor = Math.max(wanted / longest, SIDE / Math.min(width, height));
      if (factor < 1) {
        [width, height] = [Math.round(width * factor), Math.round(height * factor)];
        image = image.resize(width, height, { kernel: KERNELS[draw.int(KERNELS.length)], fit: 'fill' });
      }
    }
    const side = Math.min(SIDE, width, height);
    // Makers put their marks into the lower right corner.
    const [free, freeDown] = [width, height].map((extent) =>
      Math.max(side, extent - (extent > 300 ? Math.ceil(extent * 0.1) : 0)),
    );
    const [left, top] = [draw.int(free - side + 1), draw.int(freeDown - side + 1)];
    let cut = await image.raw().toBuffer({ resolveWithObject: true });
    cut = sharp(cut.data, { raw: cut.info }).extract({ left, top, width: side, height: side });
    // A picture that was never saved with loss would give its class away, so most get one such save.
    if (format !== 'jpeg' && draw.next() < 0.85) {
      const quality = 82 + draw.int(16);
      const chromaSubsampling = draw.next() < 0.4 ? '4:4:4' : '4:2:0';
      cut = sharp(await cut.jpeg({ quality, chromaSubsampling }).toBuffer());
    }
    const name = join(label, `${set}_${group}_${file}_${i}.png`.replaceAll(/[^\w.-]+/g, '-'));
    await writeFile(join(out, name), await cut.png({ compressionLevel: 2 }).toBuffer());
    made.push({ file: name, label, source: `${set}/${group}`, picture: `${set}/${pictureOf(set, file)}` });
  }
  return made;
}

/** Pictures of one prompt, chain or object go together. */
function pictureOf(set, file) {
  const rule = plan.together?.[set];
  return (rule && new RegExp(rule).exec(file)?.[1]) ?? file;
}
