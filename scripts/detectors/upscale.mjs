// Makes aligned fakes with networks that enlarge: real squares shrunk and brought back to their size by a network that
// invents the detail, and beside each the same square shrunk and brought back by plain interpolation, which stays real.
// So neither content nor softness tells the classes apart, only the traces of a network's up-sampling do.
//
//   node scripts/detectors/upscale.mjs SQUARES NAME MODEL.json… [--every 3] [--offset 0] [--seed 1]
//
// MODEL.json are layers models of TensorFlow.js that enlarge 0..1 or 0..255 RGB, such as the npm packages
// @upscalerjs/esrgan-slim, -medium and -legacy (MIT) hold: `npm pack` and unpack them. Takes every third real square of
// SQUARES/squares.csv; writes SQUARES/{fake,real}/NAME_*.png and SQUARES/NAME.csv with lines like those of squares.csv.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { createRandom } from '../../dist/random.js';
import { saveSquare, writeSquares } from './squares.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '3' },
    offset: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
});
const [folder, maker, ...modelFiles] = positionals;
const KERNELS = ['cubic', 'mitchell', 'lanczos2', 'lanczos3'];

registerLayers();
setWasmPaths(
  `${join(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'), '../../dist')}/`,
);
setThreadsCount(1);
await tf.setBackend('wasm');
const networks = await Promise.all(modelFiles.map(openNetwork));
const root = createRandom(Number(values.seed)).fork(maker);
const reals = parse(await readFile(join(folder, 'squares.csv')), { columns: true })
  .filter(({ label }) => label === 'real')
  .filter((_, i) => i % Number(values.every) === Number(values.offset));

const rows = [];
for (const { file, source, picture } of reals) {
  const random = root.fork(file);
  const { data, info } = await sharp(join(folder, file)).raw().toBuffer({ resolveWithObject: true });
  const network = networks[random.int(networks.length)];
  const { width, height } = info;
  const name = `${maker}_${basename(file)}`;

  const [wide, high] = [width, height].map((side) => Math.floor(side / network.factor));
  const small = await resized({ data, info }, wide, high, random);
  const made = sharp(await enlarge(network, small), {
    raw: { width: wide * network.factor, height: high * network.factor, channels: 3 },
  });
  await saveSquare(made, join(folder, 'fake', name), random);
  rows.push({ file: join('fake', name), label: 'fake', source: `aligned/${maker}-${network.name}`, picture });

  const factor = 1.2 + 1.3 * random.next();
  const soft = await resized({ data, info }, Math.round(width / factor), Math.round(height / factor), random);
  const back = await resized(soft, width, height, random);
  await saveSquare(sharp(back.data, { raw: back.info }), join(folder, 'real', name), random);
  rows.push({ file: join('real', name), label: 'real', source, picture });
}
await writeSquares(join(folder, `${maker}.csv`), rows);

function resized({ data, info }, width, height, random) {
  return sharp(data, { raw: info })
    .resize(width, height, { kernel: KERNELS[random.int(KERNELS.length)], fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** The network's factor and range of pixel values are read off what it makes of a grey square. */
async function openNetwork(path) {
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(path, 'utf8'));
  const specs = weightsManifest.flatMap(({ weights }) => weights);
  const parts = weightsManifest.flatMap(({ paths }) => paths);
  const bytes = Buffer.concat(await Promise.all(parts.map((part) => readFile(join(dirname(path), part)))));
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const model = await layers.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs: specs, weightData }),
  );
  for (const range of [1, 255]) {
    const grey = tf.fill([1, 16, 16, 3], range / 2);
    const result = model.predict(grey);
    const mean = (await tf.mean(result).data())[0] / range;
    const factor = result.shape[1] / 16;
    tf.dispose([grey, result]);
    if (Math.abs(mean - 0.5) < 0.1) return { model, factor, range, name: nameOf(path) };
  }
  throw new Error(`${path} does not give grey for grey`);
}

/** Models lie in folders named for their data and factor. */
function nameOf(path) {
  return dirname(path).split('/').slice(-2).join('-');
}

async function enlarge({ model, range }, { data, info }) {
  const result = tf.tidy(() => {
    const input = tf.tensor(Float32Array.from(data, (value) => (value / 255) * range), [1, info.height, info.width, 3]); // prettier-ignore
    return tf.clipByValue(tf.mul(model.predict(input), 255 / range), 0, 255);
  });
  const pixels = Uint8Array.from(await result.data(), Math.round);
  result.dispose();
  return pixels;
}

/** The two layers of ESRGAN's that TensorFlow.js does not have. */
function registerLayers() {
  class MultiplyBeta extends layers.layers.Layer {
    static className = 'MultiplyBeta';
    constructor(config) {
      super(config);
      this.beta = config.beta;
    }
    call(inputs) {
      return tf.mul([inputs].flat()[0], this.beta);
    }
  }
  class PixelShuffle4x extends layers.layers.Layer {
    static className = 'PixelShuffle4x';
    computeOutputShape([batch, height, width, channels]) {
      return [batch, height && height * 4, width && width * 4, channels / 16];
    }
    call(inputs) {
      return tf.depthToSpace([inputs].flat()[0], 4, 'NHWC');
    }
  }
  tf.serialization.registerClass(MultiplyBeta);
  tf.serialization.registerClass(PixelShuffle4x);
}
