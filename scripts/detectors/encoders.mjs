// Trains small auto-encoders with Assay's own engine, for align.mjs: the four ways of up-sampling in turn, the rest of each
// shape drawn (auto-encoder.mjs), so that aligned fakes bear traces of many kinds.
//
//   node scripts/detectors/encoders.mjs TABLE OUT [--count 8] [--seed 1] [--steps 200] [--batch 4] [--size 64]
//       [--rate 2e-3] [--pictures 400] [--only 2,5]
//
// TABLE (file,label,source,picture) is whole.mjs's: its photographs, sources in turn and one file a picture, give native
// crops to train on, and a tenth of them only to measure on. Writes OUT/<n>-<upsampling>-encoder.onnx and -decoder.onnx
// (float32 [1,3,height,width] in 0..1, sides multiples of the factor) and OUT/encoders.json. The same seed gives the same
// bytes. `--only` trains some of them, or some again and longer.
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { writeFileWhole } from '../../dist/files.js';
import {
  buildInference,
  buildTrainingStep,
  losses,
  optimisers,
  serialise,
  tensor,
} from '../../dist/graph/index.js';
import { createRandom, shuffle } from '../../dist/random.js';
import { createSession, createTrainer } from '../../dist/runtime/index.js';
import { UPSAMPLINGS, decode, drawShape, encode } from './auto-encoder.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '200' },
    batch: { type: 'string', default: '4' },
    size: { type: 'string', default: '64' },
    rate: { type: 'string', default: '2e-3' },
    pictures: { type: 'string', default: '400' },
    only: { type: 'string' },
  },
});
const [table, out] = positionals;
if (!table || !out || !existsSync(table)) {
  console.error('Usage: node scripts/detectors/encoders.mjs TABLE OUT [options]: see the head of the file.');
  process.exit(2);
}
const [count, steps, batch, size, rate] = ['count', 'steps', 'batch', 'size', 'rate'].map((name) => Number(values[name])); // prettier-ignore
/** The side of the crops that are measured: all pictures of whole.mjs but slivers have it. */
const MEASURED = 128;

const wanted = values.only ? values.only.split(',').map(Number) : [...Array(count).keys()].map((i) => i + 1);
const wrong = [
  [!(size % 8 === 0 && size >= 8 && size <= MEASURED), `--size ${size}: a multiple of 8 up to ${MEASURED}`],
  [wanted.some((n) => !Number.isInteger(n) || n < 1), '--count and --only: whole numbers from 1'],
].find(([isWrong]) => isWrong);
if (wrong) {
  console.error(`E_ARGUMENT: Expected ${wrong[1]}.`);
  process.exit(2);
}
const root = createRandom(Number(values.seed));
const photographs = await readPhotographs(Number(values.pictures), root.fork('pictures'));
const kept = photographs.slice(0, Math.ceil(photographs.length / 10));
const learnt = photographs.slice(kept.length);
await mkdir(out, { recursive: true });
const list = join(out, 'encoders.json');
let made = values.only && existsSync(list) ? JSON.parse(await readFile(list, 'utf8')) : [];

for (const number of wanted) {
  const upsampling = UPSAMPLINGS[(number - 1) % UPSAMPLINGS.length];
  const random = root.fork(number);
  const shape = drawShape(upsampling, random.fork('shape'));
  const started = performance.now();
  const { first, parameters, loss } = await train(shape, random);
  const [encoder, decoder] = graphsOf(shape, parameters);
  // What the cosine transform that it started as can do by itself, and what training made of that.
  const psnrStart = round(await measure(...graphsOf(shape, first)), 2);
  const psnr = round(await measure(encoder, decoder), 2);
  const seconds = ((performance.now() - started) / 1000).toFixed();
  const name = `${number}-${upsampling}`;
  await writeFileWhole(join(out, `${name}-encoder.onnx`), encoder);
  await writeFileWhole(join(out, `${name}-decoder.onnx`), decoder);
  const entry = { name, ...shape, steps, batch, size, rate, loss: round(loss, 5), psnrStart, psnr };
  made = [...made.filter((other) => other.name !== name), entry].sort(
    (a, b) => parseInt(a.name) - parseInt(b.name),
  );
  await writeFileWhole(list, `${JSON.stringify(made, null, 2)}\n`);
  console.log(`${JSON.stringify(entry)} ${seconds} s`);
}

/** Decoded photographs, sources in turn, one file of each picture, none with a side below MEASURED. */
async function readPhotographs(most, random) {
  const rows = parse(await readFile(table), { columns: true }).filter(({ label }) => label === 'real');
  const sources = new Map();
  const seen = new Set();
  for (const row of shuffle(rows, random)) {
    if (seen.has(row.picture)) continue;
    seen.add(row.picture);
    sources.set(row.source, [...(sources.get(row.source) ?? []), row]);
  }
  const pictures = [];
  for (let turn = 0; pictures.length < most; turn++) {
    const files = [...sources.keys()].sort().flatMap((source) => sources.get(source)[turn] ?? []);
    if (files.length === 0) break;
    for (const { file } of files) {
      const { data, info } = await sharp(join(dirname(table), file))
        .raw()
        .toBuffer({ resolveWithObject: true });
      if (info.channels === 3 && Math.min(info.width, info.height) >= MEASURED) pictures.push({ data, info });
    }
  }
  return pictures;
}

/** Trains by the mean absolute error on random crops; Adam's rate rises for 50 steps, then falls along half a cosine. */
async function train(shape, random) {
  const step = buildTrainingStep({
    inputs: {
      pixels: { type: 'float32', shape: [batch, 3, size, size] },
      weights: { type: 'float32', shape: [batch] },
    },
    network: (net, { pixels, weights }) => ({
      loss: losses.meanAbsoluteError(net, decode(net, encode(net, pixels, shape), shape), pixels, weights),
    }),
    optimiser: optimisers.adam(),
    // Adam's steps are large beside the small weights of the cosine transform.
    rate: (name) => (name.startsWith('squares') ? 0.02 : name.startsWith('unsquares') ? 0.2 : 1),
  });
  const trainer = await createTrainer(step, { threads: 1, random: random.fork('weights') });
  const first = trainer.parameters();
  const weights = tensor('float32', [batch], new Float32Array(batch).fill(1));
  const crops = random.fork('crops');
  const last = [];
  for (let i = 0; i < steps; i++) {
    const planes = new Float32Array(batch * 3 * size * size);
    for (let n = 0; n < batch; n++) {
      const { data, info } = learnt[crops.int(learnt.length)];
      const left = crops.int(info.width - size + 1);
      const top = crops.int(info.height - size + 1);
      putCrop(planes, n, { data, info, left, top, size });
    }
    const pixels = tensor('float32', [batch, 3, size, size], planes);
    const fall = 0.01 + 0.99 * (0.5 + 0.5 * Math.cos((Math.PI * i) / steps));
    const learningRate = rate * Math.min(1, (i + 1) / 50) * fall;
    const { loss } = await trainer.step({ pixels, weights }, { learningRate });
    last.push(loss);
    if (last.length > 50) last.shift();
    if (i % 100 === 99) process.stderr.write(`${shape.upsampling} ${i + 1}: ${mean(last).toFixed(4)}\n`);
  }
  const parameters = trainer.parameters();
  await trainer.release();
  return { first, parameters, loss: mean(last) };
}

/** Encoder and decoder as files that take pictures of any size. */
function graphsOf(shape, parameters) {
  const graph = (name, input, channels, network) =>
    serialise(
      buildInference({
        name,
        inputs: { [input]: { type: 'float32', shape: [1, channels, 'height', 'width'] } },
        network,
        parameters,
      }),
    );
  return [
    graph('encoder', 'image', 3, (net, { image }) => ({ latent: encode(net, image, shape) })),
    graph('decoder', 'latent', shape.latent, (net, { latent }) => ({ image: decode(net, latent, shape) })),
  ];
}

/** The peak signal-to-noise ratio in dB over the middles of the photographs that are kept from training. */
async function measure(encoderBytes, decoderBytes) {
  const encoder = await createSession(encoderBytes, { threads: 1 });
  const decoder = await createSession(decoderBytes, { threads: 1 });
  const errors = [];
  for (const { data, info } of kept) {
    const planes = new Float32Array(3 * MEASURED * MEASURED);
    const [left, top] = [info.width, info.height].map((extent) => (extent - MEASURED) >> 1);
    putCrop(planes, 0, { data, info, left, top, size: MEASURED });
    const image = tensor('float32', [1, 3, MEASURED, MEASURED], planes);
    const { image: rebuilt } = await decoder.run(await encoder.run({ image }));
    const square = (value, i) => (Math.min(1, Math.max(0, value)) - planes[i]) ** 2;
    errors.push(mean(Array.from(rebuilt.data, square)));
  }
  await Promise.all([encoder.release(), decoder.release()]);
  return -10 * Math.log10(mean(errors));
}

/** Writes a square of a picture into place `n` of a batch of planes in 0..1. */
function putCrop(planes, n, { data, info, left, top, size }) {
  for (let c = 0, at = n * 3 * size * size; c < 3; c++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) planes[at++] = data[((top + y) * info.width + left + x) * 3 + c] / 255;
    }
  }
}

function mean(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function round(number, digits) {
  return Number(number.toFixed(digits));
}
