// Where should a detector of native pixels look? Its log-odds on squares in the middles of 3 × 3 equal parts of each picture
// and of its quarters, all but the lower right ones, where makers put their marks; the area under ROC of their means by
// several choices: fixed places, the most or the least textured squares, the most extreme square.
//   npm run build && node bench/places.mjs LIST.csv NATIVE.onnx [--whole WHOLE.onnx] [--tiers asGiven,web,hard] [--every 1]
// LIST has columns file, label, source, picture (scripts/detectors/list.mjs writes such). With --whole that detector's
// log-odds on all of the picture are added to each choice's. Pictures that cannot be read are counted.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { createRandom, decodeImage, groupBootstrap, loadDetector, rocAuc } from '../dist/index.js';
import { viewOf } from '../dist/detect/view.js';
import { TIERS, applyDegradation, nativeSquares } from '../dist/image/index.js';

const SIZE = 256;
/** By name, the squares whose log-odds are averaged. */
const CHOICES = [
  ['none: all of the picture alone', () => []],
  ['middles of three quarters (the view `mixed`)', ({ quarters }) => quarters],
  ['the middle', ({ ninths }) => [ninths[4]]],
  ['all eight', ({ ninths }) => ninths],
  ['three most textured of eight', ({ ninths }) => sorted(ninths, 'texture').slice(-3)],
  ['three of middle texture', ({ ninths }) => sorted(ninths, 'texture').slice(2, 5)],
  ['three least textured', ({ ninths }) => sorted(ninths, 'texture').slice(0, 3)],
  ['three likeliest fake', ({ ninths }) => sorted(ninths, 'logit').slice(-3)],
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    whole: { type: 'string' },
    tiers: { type: 'string', default: 'asGiven' },
    every: { type: 'string', default: '1' },
  },
});
const [list, native] = positionals;
if (native === undefined || !values.tiers.split(',').every((name) => name in TIERS)) {
  console.error(
    `E_ARGUMENT: Expected LIST.csv, NATIVE.onnx and tiers among ${Object.keys(TIERS)}: node bench/places.mjs LIST.csv NATIVE.onnx`,
  );
  process.exit(2);
}
const rows = parse(readFileSync(list), { columns: true }).filter((_, i) => i % Number(values.every) === 0);
const squaresOf = await loadDetector(native, { threads: 2 });
const whole = values.whole && (await loadDetector(values.whole, { threads: 2 }));

for (const name of values.tiers.split(',')) {
  const judged = [];
  for (const { file, label, picture } of rows) {
    const given = await decodeImage(resolve(dirname(list), file)).catch(() => null);
    if (given === null) continue;
    const image = await applyDegradation(given, TIERS[name], createRandom(1));
    const squares = [3, 2].flatMap((count) => nativeSquares(image, SIZE, count));
    const predictions = await squaresOf.predict(squares);
    const found = predictions.map(({ logit }, i) => ({ logit, texture: textureOf(squares[i]) }));
    const all = whole ? (await whole.predictViews([viewOf(whole.info, image)]))[0].logit : 0;
    judged.push({ label, group: picture, all, ninths: found.slice(0, 8), quarters: found.slice(8) });
  }
  console.log(
    `\n${name}: ${judged.length} of ${rows.length} pictures${whole ? ', with all of the picture' : ''}\n`,
  );
  console.log('| squares | area under ROC, % |\n| --- | --- |');
  const labels = judged.map(({ label }) => label);
  for (const [what, choose] of whole ? CHOICES : CHOICES.slice(1)) {
    const scores = judged.map((picture) => picture.all + mean(choose(picture).map(({ logit }) => logit)));
    const { value, low, high } = groupBootstrap(judged, (weights) => rocAuc(labels, scores, weights), {
      random: createRandom(1),
      resamples: 1000,
    });
    console.log(`| ${what} | ${[value, low, high].map((x) => (100 * x).toFixed(1)).join(' / ')} |`);
  }
}
await Promise.all([squaresOf.close(), whole && whole.close()]);

function sorted(squares, key) {
  return squares.toSorted((a, b) => a[key] - b[key]);
}

/** The mean absolute difference of neighbours along rows, of green. */
function textureOf({ width, height, data }) {
  let sum = 0;
  for (let y = 0; y < height; y++)
    for (let x = 1, at = 3 * y * width + 1; x < width; x++, at += 3) sum += Math.abs(data[at + 3] - data[at]);
  return sum / (height * (width - 1));
}

/** Of none it is 0: nothing is added to the rest. */
function mean(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
}
