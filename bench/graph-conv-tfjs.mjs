// One engine's part of bench/graph-conv.mjs: @tensorflow/tfjs-core on its wasm or cpu backend. Prints one JSON line.
//   node bench/graph-conv-tfjs.mjs wasm|cpu STEPS BATCH…
// The wasm backend has no gradient of a convolution's kernel; one is registered here, made of its own padding, strided
// slices and matrix products, as a user would write it.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import '@tensorflow/tfjs-layers'; // brings the gradients
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { buildTrainingStep, layers, losses, optimisers } from '../dist/graph/index.js';
import { highPass6 } from '../dist/model/architectures/high-pass-6.js';
import { createRandom } from '../dist/random.js';
import { createTrainer } from '../dist/runtime/index.js';
import { batchOf, EPSILON, LAYERS, RATE, SIZE } from './graph-conv-net.mjs';

const [backend, stepsText, ...sizes] = process.argv.slice(2);
const require = createRequire(import.meta.url);
setWasmPaths(`${join(require.resolve('@tensorflow/tfjs-backend-wasm'), '../../dist')}/`);
if (backend === 'wasm') registerKernelGradient();
await tf.setBackend(backend);
await tf.ready();
if (tf.getBackend() !== backend) throw new Error(`backend is ${tf.getBackend()}, expected ${backend}`);

const first = await firstWeights();
const runs = [];
for (const size of sizes.map(Number)) runs.push({ batch: size, ...measure(size, Number(stepsText)) });
console.log(JSON.stringify({ runs, megabytes: process.resourceUsage().maxRSS / 1000 }));

/** The weights that our trainer starts from, as tfjs has them: kernels [h, w, C, M]. */
async function firstWeights() {
  const shape = [2, 3, SIZE, SIZE];
  const step = buildTrainingStep({
    inputs: {
      pixels: { type: 'float32', shape },
      labels: { type: 'int32', shape: [2] },
      weights: { type: 'float32', shape: [2] },
    },
    network: (net, { pixels, labels, weights }) => {
      const logits = layers.dense(net, highPass6(net, pixels), { name: 'scores', units: 2 });
      return { loss: losses.softmaxCrossEntropy(net, logits, labels, weights) };
    },
    optimiser: optimisers.adam(),
  });
  const trainer = await createTrainer(step, { threads: 1, random: createRandom(1) });
  const values = trainer.parameters();
  await trainer.release();
  return (name) => {
    const value = tf.tensor(values[name].data, values[name].dims);
    return value.rank === 4 ? tf.transpose(value, [2, 3, 1, 0]) : value;
  };
}

function measure(size, steps) {
  const variable = (name) => tf.variable(first(name));
  const convs = LAYERS.map(([, stride], i) => ({
    stride,
    kernel: variable(`conv_${i + 1}/kernel`),
    gamma: variable(`conv_${i + 1}_bn/gamma`),
    beta: variable(`conv_${i + 1}_bn/beta`),
  }));
  const dense = { kernel: variable('scores/kernel'), bias: variable('scores/bias') };
  const square = [-1, 2, -1, 2, -4, 2, -1, 2, -1].map((tap) => tap / 4);
  const highPass = tf.tensor(
    square.flatMap((tap) => [tap, tap, tap]),
    [3, 3, 3, 1],
  );
  const forward = (pixels) => {
    let x = tf.depthwiseConv2d(pixels, highPass, 1, 'same');
    for (const { kernel, stride, gamma, beta } of convs) {
      x = tf.conv2d(x, kernel, stride, 'same');
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      x = tf.relu(batchNorm(x, mean, variance, gamma, beta));
    }
    return tf.add(tf.matMul(tf.mean(x, [1, 2]), dense.kernel), dense.bias);
  };
  const optimiser = tf.train.adam(RATE, 0.9, 0.999, EPSILON);
  const found = { losses: [], seconds: [], cpuSeconds: [] };
  for (let i = 0; i < steps; i++) {
    const { pixels, labels } = batchOf(size, i);
    const x = tf.tidy(() => tf.transpose(tf.tensor(pixels, [size, 3, SIZE, SIZE]), [0, 2, 3, 1]));
    const truth = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 2), 'float32'));
    const cpu = process.cpuUsage();
    const started = performance.now();
    const loss = optimiser.minimize(
      () => tf.tidy(() => tf.neg(tf.mean(tf.sum(tf.mul(truth, tf.logSoftmax(forward(x))), -1)))),
      true,
    );
    found.losses.push(loss.dataSync()[0]);
    for (const { kernel } of convs) kernel.dataSync();
    found.seconds.push((performance.now() - started) / 1000);
    const { user, system } = process.cpuUsage(cpu);
    found.cpuSeconds.push((user + system) / 1e6);
    tf.dispose([x, truth, loss]);
  }
  tf.dispose([convs.flatMap(({ kernel, gamma, beta }) => [kernel, gamma, beta]), dense, highPass]);
  optimiser.dispose();
  return found;
}

/** Batch normalisation by given statistics, of operators whose gradients every backend has. */
function batchNorm(x, mean, variance, gamma, beta) {
  const factor = tf.mul(gamma, tf.rsqrt(tf.add(variance, 1e-3)));
  return tf.add(tf.mul(tf.sub(x, mean), factor), beta);
}

function registerKernelGradient() {
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const engine = tf.engine();
      const asTensor = ({ dataId, shape, dtype }) => engine.makeTensorFromTensorInfo({ dataId, shape, dtype });
      return tf.tidy(() => {
        const { strides, pad, filterShape } = attrs;
        const [x, dy] = [asTensor(inputs.x), asTensor(inputs.dy)];
        const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
        const { padInfo: p, outHeight, outWidth, inChannels, outChannels, filterHeight, filterWidth, strideHeight, strideWidth } = info;
        const padded = tf.pad(x, [[0, 0], [p.top, p.bottom], [p.left, p.right], [0, 0]]);
        const rows = tf.reshape(dy, [-1, outChannels]);
        const taps = [];
        for (let i = 0; i < filterHeight; i++) {
          for (let j = 0; j < filterWidth; j++) {
            const end = [x.shape[0], i + (outHeight - 1) * strideHeight + 1, j + (outWidth - 1) * strideWidth + 1, inChannels];
            const part = tf.stridedSlice(padded, [0, i, j, 0], end, [1, strideHeight, strideWidth, 1]);
            taps.push(tf.matMul(tf.reshape(part, [-1, inChannels]), rows, true, false));
          }
        }
        return tf.reshape(tf.stack(taps), filterShape);
      });
    },
  });
} // prettier-ignore
