// Do heat maps point at what was replaced? The pointing game on CIPLAB's composites, whose file names say which of left
// eye, right eye, nose and mouth were replaced (easy_12_1010: left eye and nose): a hit is a map whose highest value lies
// in a replaced region. Beside it what chance would hit, and what the same maps hit on regions dealt out to the wrong
// pictures, which a map that only likes faces, or one part of them, would reach as well.
//   npm run build && node bench/localise.mjs FOLDER_OF_COMPOSITES [--detector NAME|FILE] [--pictures 100] [--seed 1]
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  createRandom,
  decodeImage,
  explain,
  groupBootstrap,
  loadDetector,
  localise,
  resolveDetector,
  shuffle,
} from '../dist/index.js';

/**
 * Where the parts lie, as left, top, right, bottom in shares of the side; "left" is the viewer's left. The composites are
 * near-frontal faces in the middle of a square, eyes about level. Read off 24 composites with a grid of tenths over them,
 * six of each single-part code, and wide enough to hold the part in nearly all: a hit is a loose claim, which is why
 * chance and the other pictures' regions stand beside it.
 */
const REGIONS = {
  leftEye: [0.2, 0.36, 0.48, 0.58],
  rightEye: [0.46, 0.36, 0.74, 0.58],
  nose: [0.32, 0.46, 0.62, 0.72],
  mouth: [0.28, 0.62, 0.66, 0.88],
};
const PARTS = ['leftEye', 'rightEye', 'nose', 'mouth'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    detector: { type: 'string' },
    pictures: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error('E_ARGUMENT: Name the folder of the composites: node bench/localise.mjs FOLDER');
  process.exit(2);
}
const random = createRandom(Number(values.seed));
const names = (await readdir(folder)).filter((name) => codeOf(name) !== null).sort();
const drawn = shuffle(names, random.fork('pictures')).slice(0, Number(values.pictures));
if (drawn.length === 0) throw new Error(`${folder} holds no file named like easy_12_1010.jpg`);
const detector = await loadDetector(await resolveDetector(values.detector));

const maps = [];
for (const [i, name] of drawn.entries()) {
  const image = await decodeImage(join(folder, name));
  maps.push({ name, code: codeOf(name), image, map: await explain(detector, image) });
  maps[i].image = { width: image.width, height: image.height };
  if ((i + 1) % 10 === 0) process.stderr.write(`${i + 1} of ${drawn.length}\n`);
}
await detector.close();

const others = shuffle(
  maps.map(({ code }) => code),
  random.fork('dealt out'),
);
const results = maps.map(({ name, code, image, map }, i) => ({
  name,
  code,
  level: name.split('_')[0],
  fake: map.prediction.probability >= 0.5,
  own: localise(map, boxes(code, image)),
  other: localise(map, boxes(others[i], image)),
}));
const { method } = maps[0].map;
console.log(
  `\n${detector.info.name}, ${method}: ${results.length} composites of ${names.length}, seed ${values.seed}\n`,
);
const rows = [
  ['all', () => true],
  ['called fake at ½', ({ fake }) => fake],
  ...['easy', 'mid', 'hard'].map((level) => [level, (result) => result.level === level]),
];
const lines = rows
  .map(([name, holds]) => [name, results.filter(holds)])
  .filter(([, some]) => some.length > 1)
  .map(([name, some]) => ({
    name,
    pictures: some.length,
    hit: share(some, ({ own }) => Number(own.hit)),
    chance: share(some, ({ own }) => own.chance),
    dealtOut: share(some, ({ other }) => Number(other.hit)),
    gain: share(some, ({ own, other }) => Number(own.hit) - Number(other.hit)),
    auc: share(
      some.filter(({ own }) => own.auc !== null),
      ({ own }) => own.auc,
    ),
  }));
if (values.json) console.log(JSON.stringify({ detector: detector.sha256, method, lines, results }, null, 2));
else {
  console.log(
    '| pictures | | hits, % | by chance | regions of other pictures | own less others | area under ROC of cells |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const { name, pictures, hit, chance, dealtOut, gain, auc } of lines)
    console.log(`| ${[name, pictures, ...[hit, chance, dealtOut, gain, auc].map(show)].join(' | ')} |`);
}

/** The four digits of a composite's name: 1 where left eye, right eye, nose, mouth were replaced; null for other files. */
function codeOf(name) {
  return /^(?:easy|mid|hard)_\d+_([01]{4})\.\w+$/.exec(name)?.[1] ?? null;
}

/** The replaced parts in pixels. */
function boxes(code, { width, height }) {
  return PARTS.flatMap((part, i) => {
    if (code[i] !== '1') return [];
    const [left, top, right, bottom] = REGIONS[part];
    return [
      {
        left: left * width,
        top: top * height,
        width: (right - left) * width,
        height: (bottom - top) * height,
      },
    ];
  });
}

/** The mean with its bootstrap interval over pictures. */
function share(some, valueOf) {
  const numbers = some.map(valueOf);
  const samples = some.map(() => ({ label: 'fake' }));
  const mean = (weights) => {
    let [sum, count] = [0, 0];
    for (let i = 0; i < numbers.length; i++) {
      sum += weights[i] * numbers[i];
      count += weights[i];
    }
    return sum / count;
  };
  return groupBootstrap(samples, mean, { random: random.fork('interval') });
}

function show({ value, low, high }) {
  const percent = (share) => (100 * share).toFixed(1);
  return value === null
    ? '–'
    : low === null
      ? percent(value)
      : `${percent(value)} (${percent(low)}–${percent(high)})`;
}
