// A detector's network, weights and all, in @tensorflow/tfjs on its wasm backend: the other way to run it in
// JavaScript. Values of rank 4 are kept in tfjs's order, NHWC.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { parseModel, readDetector } from '../../dist/index.js';
import { withFullWeights } from '../../dist/graph/index.js';

/** From views (squares that the detector looks at) to logits. Throws where an operator has no twin here. */
export async function openInTfjs(bytes) {
  const require = createRequire(import.meta.url);
  setWasmPaths(`${join(require.resolve('@tensorflow/tfjs-backend-wasm'), '../../dist')}/`);
  await tf.setBackend('wasm');
  await tf.ready();
  const { input, view, tables } = readDetector(bytes);
  if (view.kind === 'tiles') throw new Error('no twin of several squares');
  const model = withFullWeights(parseModel(bytes));
  // What takes the squares of two networks apart, and weighs what these say, is done below.
  const isMixed = view.kind === 'mixed';
  const left = isMixed
    ? /^(view|calibration|parts|weighed)\/|^(one|squares|logit|probability|probabilities|tile_logits)$/
    : /^(view|calibration)\//;
  const nodes = model.nodes.filter((node) => !left.test(node.outputs[0]));
  const given = new Set(model.initializers.keys());
  const first = nodes[0].inputs.find((name) => !given.has(name));
  const wanted = isMixed
    ? nodes
    : nodes.slice(0, nodes.findIndex(({ outputs }) => outputs.includes('logit')) + 1);
  const steps = wanted.filter((node) => node.outputs[0] !== 'probabilities');
  const weights = new Map();
  const missing = steps.find(({ opType }) => !(opType in OPERATORS));
  if (missing) throw new Error(`no twin of ${missing.opType}`);
  const weight = (name) => {
    const { dims: shape, data, type } = model.initializers.get(name);
    if (type === 'int64') return Array.from(data, Number);
    let value = tf.tensor(Float32Array.from(data), [...shape]);
    // [1, C, 1, 1] and [C, 1, 1] are constants of channels.
    const rank = shape.length;
    if (
      rank >= 3 &&
      rank <= 4 &&
      shape.slice(-2).every((d) => d === 1) &&
      shape.slice(0, rank - 3).every((d) => d === 1)
    )
      value = tf.reshape(value, [shape[rank - 3]]);
    return value;
  };
  const raw = (name) => model.initializers.get(name);
  return (views) =>
    tf.tidy(() => {
      const side = view.size * (view.tiles ?? 1);
      const pixels = new Uint8Array(views.length * side * side * 3);
      views.forEach(({ data }, i) => pixels.set(data, i * data.length));
      let x = tf.tensor4d(Float32Array.from(pixels), [views.length, side, side, 3]);
      if (input.channels === 'bgr') x = tf.reverse(x, 3);
      x = tf.div(tf.sub(tf.mul(x, input.scale), tf.tensor1d(input.mean)), tf.tensor1d(input.std));
      const values = isMixed ? squaresOf(x, view) : new Map([[first, x]]);
      const get = (name) => {
        if (values.has(name)) return values.get(name);
        if (!weights.has(name)) weights.set(name, tf.keep(weight(name)));
        return weights.get(name);
      };
      for (const node of steps) values.set(node.outputs[0], OPERATORS[node.opType](node, get, raw, weights));
      if (!isMixed) return [...values.get('logit').dataSync()];
      const { whole, native } = tables.pair.weights;
      const parts = tf.mean(tf.reshape(values.get('native/logit'), [-1, views.length]), 0);
      return [...tf.add(tf.mul(values.get('whole/logit'), whole), tf.mul(parts, native)).dataSync()];
    });
}

/** All of each picture, which lies last, and the squares beside it: all first ones, then all second ones, and so on. */
function squaresOf(x, { size, tiles }) {
  const squares = Array.from({ length: tiles * tiles }, (_, i) =>
    tf.slice(x, [0, Math.floor(i / tiles) * size, (i % tiles) * size, 0], [-1, size, size, 3]),
  );
  return new Map([
    ['one', squares.pop()],
    ['squares', tf.concat(squares, 0)],
  ]);
}

const attribute = (node, name, otherwise) => node.attributes[name]?.value ?? otherwise;
const numbers = (value) => Array.from(value, Number);

const OPERATORS = {
  Conv(node, get, raw, weights) {
    const [name, kernelName, biasName] = node.inputs;
    const { dims: shape } = raw(kernelName);
    const group = Number(attribute(node, 'group', 1));
    const isDepthwise = group > 1;
    if (isDepthwise && shape[1] !== 1) throw new Error('no twin of a grouped convolution');
    if (!weights.has(`${kernelName}/nhwc`)) {
      const plain = tf.tensor(Float32Array.from(raw(kernelName).data), [...shape]);
      const moved = tf.transpose(plain, [2, 3, 1, 0]);
      const [h, w] = [shape[2], shape[3]];
      const kernel = isDepthwise ? tf.reshape(moved, [h, w, group, shape[0] / group]) : moved;
      weights.set(`${kernelName}/nhwc`, tf.keep(kernel));
    }
    const [top, left, bottom, right] = numbers(attribute(node, 'pads', [0, 0, 0, 0]));
    let x = get(name);
    if (top + left + bottom + right > 0)
      x = tf.pad(x, [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ]);
    const strides = numbers(attribute(node, 'strides', [1, 1]));
    const run = isDepthwise ? tf.depthwiseConv2d : tf.conv2d;
    // ONNX's SAME_UPPER is TensorFlow's own `same`.
    const auto = attribute(node, 'auto_pad', 'NOTSET');
    if (!['NOTSET', 'VALID', 'SAME_UPPER'].includes(auto)) throw new Error(`no twin of ${auto}`);
    const padding = auto === 'SAME_UPPER' ? 'same' : 'valid';
    const y = run(x, weights.get(`${kernelName}/nhwc`), strides, padding);
    return biasName ? tf.add(y, get(biasName)) : y;
  },
  Identity: (node, get) => get(node.inputs[0]),
  Relu: (node, get) => tf.relu(get(node.inputs[0])),
  Clip: (node, get, raw) => {
    const bound = (i, otherwise) => (node.inputs[i] ? Number(raw(node.inputs[i]).data[0]) : otherwise);
    return tf.clipByValue(get(node.inputs[0]), bound(1, -Infinity), bound(2, Infinity));
  },
  Sigmoid: (node, get) => tf.sigmoid(get(node.inputs[0])),
  Abs: (node, get) => tf.abs(get(node.inputs[0])),
  Tanh: (node, get) => tf.tanh(get(node.inputs[0])),
  Add: (node, get) => tf.add(...node.inputs.map(get)),
  Sub: (node, get) => tf.sub(...node.inputs.map(get)),
  Mul: (node, get) => tf.mul(...node.inputs.map(get)),
  GlobalAveragePool: (node, get) => tf.mean(get(node.inputs[0]), [1, 2], true),
  AveragePool: (node, get) => pool(tf.avgPool, node, get),
  MaxPool: (node, get) => pool(tf.maxPool, node, get),
  // Right only where height and width are 1, as after a global pool.
  Flatten: (node, get) => flat(get(node.inputs[0])),
  Reshape: (node, get) => flat(get(node.inputs[0])),
  MatMul: (node, get) => tf.matMul(...node.inputs.map(get)),
  Gemm: (node, get) => {
    const [a, b, c] = node.inputs.map(get);
    const y = tf.matMul(a, b, false, Number(attribute(node, 'transB', 0)) === 1);
    return c ? tf.add(y, c) : y;
  },
  Gather: (node, get, raw) => {
    const index = Number(raw(node.inputs[1]).data[0]);
    return tf.squeeze(tf.slice(get(node.inputs[0]), [0, index], [-1, 1]), [1]);
  },
  BatchNormalization: (node, get) => {
    const [x, scale, offset, mean, variance] = node.inputs.map(get);
    return tf.batchNorm(x, mean, variance, offset, scale, attribute(node, 'epsilon', 1e-5));
  },
};

function flat(x) {
  if (x.rank === 4 && x.shape[1] * x.shape[2] !== 1) throw new Error('no twin of Flatten over places');
  return x.rank === 4 ? tf.reshape(x, [x.shape[0], x.shape[3]]) : x;
}

function pool(run, node, get) {
  const [top, left, bottom, right] = numbers(attribute(node, 'pads', [0, 0, 0, 0]));
  if (top + left + bottom + right > 0) throw new Error('no twin of a padded pool');
  const [size, strides] = [
    numbers(attribute(node, 'kernel_shape')),
    numbers(attribute(node, 'strides', [1, 1])),
  ];
  return run(get(node.inputs[0]), size, strides, 'valid');
}
