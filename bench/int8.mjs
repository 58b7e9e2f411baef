// A detector in 8 bits against the same in 32: pictures per second of the network on one thread, bytes, and what it costs
// in accuracy. onnxruntime-node has no quantiser; bench/int8/quantise.mjs is one.
//   npm run build && node bench/int8.mjs DETECTOR FOLDER [--count 400] [--calibrate 100] [--rounds 5]
// FOLDER holds real/ and fake/. Ranges are taken from the first --calibrate pictures (drawn with a seed); all figures are
// of others. Rounds alternate between the two, and medians are shown.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { decodeImage, readDetectorFile, resolveDetector, rocAuc } from '../dist/index.js';
import { viewOf } from '../dist/detect/view.js';
import { parseModel, pruneModel, withFullWeights, writeModel } from '../dist/graph/index.js';
import { viewDetector } from '../dist/model/index.js';
import { createRandom, shuffle } from '../dist/random.js';
import { quantise, quantisedValues } from './int8/quantise.mjs';

process.env.ORT_DISABLE_TELEMETRY = '1';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '400' },
    calibrate: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
  },
});
const [name, folder] = positionals;
const { bytes, info } = await readDetectorFile(await resolveDetector(name));
// The network alone where its views are not their own views; all of the file elsewhere, as it has always been measured.
const judged = info.view.kind === 'mixed' ? viewDetector(bytes) : bytes;
const whole = withFullWeights(parseModel(judged));
const open = (model) =>
  InferenceSession.create(writeModel(model), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });

const files = ['real', 'fake'].flatMap((label) =>
  readdirSync(join(folder, label), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ path: join(entry.parentPath, entry.name), label })),
);
files.sort((a, b) => (a.path < b.path ? -1 : 1));
const views = [];
for (const { path, label } of shuffle(files, createRandom(1))) {
  if (views.length === Number(values.count) + Number(values.calibrate)) break;
  const image = await decodeImage(readFileSync(path)).catch(() => null);
  if (image) views.push({ label, input: asTensor(viewOf(info, image)) });
}
if (views.length <= Number(values.calibrate)) {
  console.error(
    `E_ARGUMENT: ${folder} holds ${views.length} pictures that can be read in real/ and fake/ (links are not followed); expected more than the ${values.calibrate} for ranges.`,
  );
  process.exit(2);
}
const held = views.slice(Number(values.calibrate));

const names = quantisedValues(whole);
const ranges = new Map(names.map((value) => [value, [Infinity, -Infinity]]));
const watched = await open(pruneModel(whole, ...names));
for (const { input } of views.slice(0, Number(values.calibrate))) {
  for (const [value, { data }] of Object.entries(await watched.run({ [watched.inputNames[0]]: input }))) {
    const range = ranges.get(value);
    for (const x of data) {
      if (x < range[0]) range[0] = x;
      if (x > range[1]) range[1] = x;
    }
  }
}
const small = quantise(whole, ranges);
const ways = { float32: await open(whole), int8: await open(small) };
const seconds = { float32: [], int8: [] };
const logits = { float32: [], int8: [] };
for (let round = 0; round <= Number(values.rounds); round++) {
  for (const [way, session] of Object.entries(ways)) {
    const started = performance.now();
    logits[way] = [];
    for (const { input } of held) {
      const { logit } = await session.run({ [session.inputNames[0]]: input }, ['logit']);
      logits[way].push(logit.data[0]);
    }
    if (round > 0) seconds[way].push((performance.now() - started) / 1000);
  }
}

const labels = held.map(({ label }) => label);
const rates = Object.fromEntries(
  Object.entries(seconds).map(([way, list]) => [
    way,
    held.length / list.toSorted((a, b) => a - b)[list.length >> 1],
  ]),
);
const right = (list) =>
  list.filter((logit, i) => (logit >= 0 ? 'fake' : 'real') === labels[i]).length / list.length;
const differences = logits.int8
  .map((logit, i) => Math.abs(logit - logits.float32[i]))
  .toSorted((a, b) => a - b);
const changed = logits.int8.filter((logit, i) => logit >= 0 !== logits.float32[i] >= 0).length;
console.log(
  `\n${info.name}, ${held.length} pictures of ${folder}, ranges by ${values.calibrate} others, one thread, one picture a run\n`,
);
console.log('| | float32 | int8 | |\n| --- | --- | --- | --- |');
console.log(
  `| pictures/s | ${rates.float32.toFixed(1)} | ${rates.int8.toFixed(1)} | ${(rates.int8 / rates.float32).toFixed(2)}x |`,
);
console.log(
  `| MB of the file | ${(bytes.length / 1e6).toFixed(2)} | ${(writeModel(small).length / 1e6).toFixed(2)} | |`,
);
console.log(
  `| right at 1/2 | ${percent(right(logits.float32))} | ${percent(right(logits.int8))} | ${changed} of ${held.length} change sides |`,
);
console.log(`| area under ROC | ${auc('float32')} | ${auc('int8')} | |`);
console.log(
  `| log-odds moved, median and 95 % | | ${differences[differences.length >> 1].toFixed(3)}, ${differences[Math.floor(differences.length * 0.95)].toFixed(3)} | |`,
);

function asTensor({ data, width, height }) {
  return new Tensor('uint8', data, [1, height, width, 3]);
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

function auc(way) {
  return percent(rocAuc(labels, logits[way]));
}
