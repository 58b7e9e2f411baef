// The published recipe in @tensorflow/tfjs (wasm backend), for bench/recipe.mjs. Prints one JSON line.
//   node bench/recipe-tfjs.mjs DATA every-epoch|kept EPOCHS
// every-epoch: decode and run the frozen backbone for every picture in every epoch, as the article does;
// kept: run it once for the picture and its mirror image, then train the head on the features.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import {
  createRandom,
  decodeImage,
  flipHorizontal,
  loadDataset,
  resizeLinear,
  shuffle,
  splitHoldOut,
} from '../dist/index.js';

const [data, way, epochsText] = process.argv.slice(2);
const epochs = Number(epochsText);
const SIZE = 96;
const BATCH = 32;

const require = createRequire(import.meta.url);
setWasmPaths(`${join(require.resolve('@tensorflow/tfjs-backend-wasm'), '../../dist')}/`);
await tf.setBackend('wasm');
await tf.ready();
if (tf.getBackend() !== 'wasm') throw new Error(`backend is ${tf.getBackend()}, expected wasm`);

const started = performance.now();
const backbone = await loadBackbone();
const { samples } = await loadDataset({ root: data });
const split = splitHoldOut(samples, { validation: 0.2, seed: 1 });
const part = (name) => samples.filter((sample) => split.parts[sample.id] === name);
const [training, validation] = [part('train'), part('validation')];
const head = makeHead();
const random = createRandom(1);
const kept = new Map();
if (way === 'kept') {
  for (const batch of batches(samples)) {
    const views = await Promise.all(batch.map(decode));
    const plain = features(views);
    const mirrored = features(views.map(flipHorizontal));
    batch.forEach((sample, i) => kept.set(sample.id, [plain[i], mirrored[i]]));
  }
}
const featuresSeconds = (performance.now() - started) / 1000;

let accuracy = 0;
for (let epoch = 0; epoch < epochs; epoch++) {
  head.optimizer.learningRate = epoch < 3 ? 1e-3 : epoch < 16 ? 1e-4 : 1e-5;
  for (const batch of batches(shuffle([...training], random))) {
    const x = await input(batch, 0.5);
    const y = tf.tensor1d(labels(batch), 'float32');
    await head.trainOnBatch(x, y);
    tf.dispose([x, y]);
  }
  let right = 0;
  for (const batch of batches(validation)) {
    const x = await input(batch, 0);
    const said = tf.tidy(() => tf.argMax(head.predict(x), -1).dataSync());
    labels(batch).forEach((label, i) => (right += Number(said[i] === label)));
    tf.dispose(x);
  }
  accuracy = right / validation.length;
}
const seconds = (performance.now() - started) / 1000;
console.log(
  JSON.stringify({
    seconds,
    epochSeconds: way === 'kept' ? seconds - featuresSeconds : seconds,
    accuracy,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);

function makeHead() {
  const model = layers.sequential();
  model.add(layers.layers.dense({ units: 512, activation: 'relu', inputShape: [1280] }));
  model.add(layers.layers.batchNormalization());
  model.add(layers.layers.dropout({ rate: 0.3 }));
  model.add(layers.layers.dense({ units: 128, activation: 'relu' }));
  model.add(layers.layers.dropout({ rate: 0.1 }));
  model.add(layers.layers.dense({ units: 2, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'sparseCategoricalCrossentropy' });
  return model;
}

/** The nsfwjs MobileNetV2 up to its global average pooling, for any input size. */
async function loadBackbone() {
  const root = join(require.resolve('nsfwjs'), '../../models/mobilenet_v2');
  const script = (name) => {
    const module = { exports: {} };
    new Function('module', 'exports', readFileSync(join(root, `${name}.min.js`), 'utf8'))(
      module,
      module.exports,
    );
    return module.exports;
  };
  const json = script('model');
  const shard = script('group1-shard1of1');
  const bytes = Buffer.from(typeof shard === 'string' ? shard : shard.default, 'base64');
  // The file goes on to a classifier of its own after the last ReLU; only what stands before that is taken.
  const topology = structuredClone(json.modelTopology);
  const { config } = topology.model_config;
  config.layers = config.layers.slice(0, config.layers.findIndex(({ name }) => name === 'out_relu') + 1);
  config.layers[0].config.batch_input_shape = [null, SIZE, SIZE, 3];
  config.output_layers = [['out_relu', 0, 0]];
  return layers.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: topology,
      weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
      weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    }),
    { strict: false },
  );
}

async function decode(sample) {
  return resizeLinear(await decodeImage(sample.file), SIZE, SIZE);
}

function features(views) {
  return tf.tidy(() => {
    const pixels = new Float32Array(views.length * SIZE * SIZE * 3);
    views.forEach((view, i) => view.data.forEach((v, j) => (pixels[i * view.data.length + j] = v / 255)));
    const out = tf.mean(backbone.predict(tf.tensor4d(pixels, [views.length, SIZE, SIZE, 3])), [1, 2]);
    const flat = out.dataSync();
    return views.map((_, i) => flat.slice(i * 1280, (i + 1) * 1280));
  });
}

async function input(batch, flip) {
  const rows =
    way === 'kept'
      ? batch.map((sample) => kept.get(sample.id)[random.next() < flip ? 1 : 0])
      : features(
          (await Promise.all(batch.map(decode))).map((view) =>
            random.next() < flip ? flipHorizontal(view) : view,
          ),
        );
  return tf.tensor2d(Float32Array.from(rows.flatMap((row) => [...row])), [batch.length, 1280]);
}

function labels(batch) {
  return batch.map((sample) => (sample.label === 'fake' ? 0 : 1));
}

function* batches(items) {
  for (let i = 0; i < items.length; i += BATCH) yield items.slice(i, i + BATCH);
}
