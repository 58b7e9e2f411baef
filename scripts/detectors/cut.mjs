// Cuts a corpus of whole pictures into the squares that Assay's own detectors are trained on.
//
//   node scripts/detectors/cut.mjs PLAN.json CORPUS OUT [--side 208] [--squares 1] [--native] [--table squares.csv] [--seed 1]
//
// CORPUS holds <set>/<label>/<group>/<file>. PLAN.json says which groups are used, at most how many pictures of each
// and how many squares of a picture; a group that it does not name is left out of training. Writes OUT/<label>/*.png
// and OUT/squares.csv (file,label,source,picture): `picture` is what must never straddle a split. --native takes pictures
// as the view `mixed` does (2,048 pixels and more in blocks of whole ones), --squares is for groups that say no number.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { nativePixels } from '../../dist/image/index.js';
import { makeOfPlan, readPixels } from './plan.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    side: { type: 'string', default: '208' },
    squares: { type: 'string', default: '1' },
    native: { type: 'boolean', default: false },
    table: { type: 'string', default: 'squares.csv' },
    seed: { type: 'string', default: '1' },
  },
});
const [planFile, corpus, out] = positionals;
/** Side of a square: by default one half of which is still more than a network's view of 96 pixels. */
const SIDE = Number(values.side);
const KERNELS = ['cubic', 'mitchell', 'lanczos2', 'lanczos3'];

await makeOfPlan({ planFile, corpus, out, table: values.table, seed: Number(values.seed), make });

async function readSquarePixels(path) {
  const read = await readPixels(path);
  if (!values.native) return read;
  const { data, ...size } = nativePixels({ ...read.info, data: read.data });
  return { data, info: { ...size, channels: 3 }, format: read.format };
}

async function make({ path, name, entry: { squares = Number(values.squares) } }, random) {
  const { data, info, format } = await readSquarePixels(path);
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
    const file = `${name}_${i}.png`;
    await writeFile(join(out, file), await cut.png({ compressionLevel: 2 }).toBuffer());
    made.push(file);
  }
  return made;
}
