// A small convolutional auto-encoder of a drawn shape: what encoders.mjs trains.
import { emitOne, initialisers, layers, parameter, tensor } from '../../dist/graph/index.js';
import { sharedConstant } from '../../dist/graph/graph.js';
import { add, mul, sub } from '../../dist/graph/ops.js';
import { cosineTiles } from './cosines.mjs';

/** The ways by which decoders double height and width, each with traces of its own. */
export const UPSAMPLINGS = ['nearest', 'bilinear', 'pixel-shuffle', 'transposed'];

const ACTIVATIONS = {
  relu: layers.relu,
  leakyRelu: (net, x) => layers.leakyRelu(net, x, { slope: 0.2 }),
  silu: layers.silu,
  hardSwish: layers.hardSwish,
};

/**
 * Draws all of a shape but the way of up-sampling. `widths` are the channels at full, half, quarter … size: finer ones are
 * narrower, since they cost the most. A latent pixel stands for 16 pixels, or for 64 and then has more channels: with
 * 14 of them what comes back is soft (25 dB), and softness alone would tell it.
 */
export function drawShape(upsampling, random) {
  const pick = (items) => items[random.int(items.length)];
  const stages = pick([2, 3]);
  const widths = Array.from({ length: stages + 1 }, () => 16 + 8 * random.int(5)).sort((a, b) => a - b);
  return {
    upsampling,
    factor: 2 ** stages,
    widths,
    latent: stages === 2 ? 8 + random.int(7) : 24 + random.int(9),
    down: pick([3, 4, 5]),
    up: pick([3, 4, 5]),
    activation: pick(Object.keys(ACTIVATIONS)),
    normalised: random.next() < 0.35,
    // Where doubling can make the picture itself, nothing smooths its traces away in half of them.
    refined: interpolates(upsampling) || random.next() < 0.5,
  };
}

/**
 * The latent picture of `image` [N,3,H,W] in 0..1, H and W multiples of the shape's factor. Layers are added to a linear
 * picture of each square of pixels, as they are in `decode`, which starts as a cosine transform: so a few hundred steps
 * are enough.
 */
export function encode(net, image, shape) {
  const { widths, latent, factor, down } = shape;
  const start = mul(net.graph, sub(net.graph, image, 0.5), 4);
  let x = start;
  for (const [stage, filters] of widths.slice(1).entries()) {
    x = convolve(net, x, { name: `down_${stage}`, filters, kernel: down, strides: 2 });
    x = activate(net, x, `down_${stage}`, shape);
  }
  x = convolve(net, x, { name: 'mix', filters: widths.at(-1), kernel: 3 });
  x = activate(net, x, 'mix', shape);
  x = convolve(net, x, { name: 'latent', filters: latent, kernel: 1, initialise: initialisers.zeros });
  const tiles = cosineTiles(latent, factor).flatMap((tile) => Array.from(tile, (tap) => tap / factor));
  const initialise = () => Float32Array.from(tiles);
  const options = { name: 'squares', filters: latent, kernel: factor, strides: factor, initialise };
  const squares = convolve(net, start, options);
  return add(net.graph, x, squares);
}

/** The picture of a latent one; its values may leave 0..1 a little. */
export function decode(net, latent, shape) {
  const { widths, refined, up } = shape;
  const { zeros } = initialisers;
  let x = convolve(net, latent, { name: 'unmix', filters: widths.at(-1), kernel: 3 });
  x = activate(net, x, 'unmix', shape);
  for (let stage = widths.length - 2; stage >= 0; stage--) {
    const name = `up_${stage}`;
    const last = stage === 0 && !refined;
    const options = { name, filters: last ? 3 : widths[stage], kernel: up, times: 2 };
    x = enlarge(net, x, last ? { ...options, initialise: zeros } : options, shape.upsampling);
    if (!last) x = activate(net, x, name, shape);
  }
  if (refined) x = convolve(net, x, { name: 'picture', filters: 3, kernel: up, initialise: zeros });
  const squares = fromSquares(net, latent, shape);
  return add(net.graph, mul(net.graph, add(net.graph, x, squares), 0.25), 0.5);
}

/**
 * The linear part of `decode`. What lies within a latent pixel is hard to place for a decoder that interpolates, so it has a
 * picture of half the size, which is then doubled its way.
 */
function fromSquares(net, latent, { upsampling, factor }) {
  const step = interpolates(upsampling) ? 2 : 1;
  const times = factor / step;
  const transposed = upsampling === 'transposed';
  const tiles = cosineTiles(latent.shape[1], factor).map((tile) => shrink(tile, factor, step));
  const values = transposed
    ? tiles.flat()
    : Array.from({ length: 3 * times ** 2 }, (_, at) => tiles.map((tile) => tile[at])).flat();
  const initialise = () => Float32Array.from(values, (tap) => tap * factor);
  const options = { name: 'unsquares', filters: 3, kernel: transposed ? factor : 1, times, initialise };
  const picture = enlarge(net, latent, options, transposed ? 'transposed' : 'pixel-shuffle');
  return step === 1 ? picture : interpolate(net, picture, upsampling);
}

/** A tile [3,side,side] of means over `step` by `step` pixels. */
function shrink(tile, side, step) {
  const small = side / step;
  return Array.from({ length: 3 * small ** 2 }, (_, at) => {
    const [c, y, x] = [Math.floor(at / small ** 2), Math.floor(at / small) % small, at % small];
    let sum = 0;
    for (let i = 0; i < step ** 2; i++) {
      sum += tile[(c * side + y * step + Math.floor(i / step)) * side + x * step + (i % step)];
    }
    return sum / step ** 2;
  });
}

/** `times` the height and width, in `filters` channels; by interpolation always twice. */
function enlarge(net, x, { times, ...options }, upsampling) {
  if (upsampling === 'transposed') return convTranspose(net, x, { times, ...options });
  if (interpolates(upsampling)) return convolve(net, interpolate(net, x, upsampling), options);
  const apart = convolve(net, x, { ...options, filters: times ** 2 * options.filters });
  return emitOne(net.graph, 'DepthToSpace', [apart], { blocksize: times, mode: 'CRD' });
}

function interpolates(upsampling) {
  return upsampling === 'nearest' || upsampling === 'bilinear';
}

/** Twice the height and width: by scales, since the size is open where the network is used. */
function interpolate(net, x, upsampling) {
  const scales = sharedConstant(net.graph, tensor('float32', [4], [1, 1, 2, 2]));
  const attributes =
    upsampling === 'nearest'
      ? { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
      : { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };
  return emitOne(net.graph, 'Resize', [x, null, scales], attributes);
}

/** A transposed convolution that gives exactly `times` the size. */
function convTranspose(net, x, { name, filters, kernel, times, initialise }) {
  const channels = x.shape[1];
  const first = initialise ?? initialisers.heNormal(channels * (kernel / times) ** 2);
  const weights = parameter(net, `${name}/kernel`, [channels, filters, kernel, kernel], {
    initialise: first,
  });
  const bias = parameter(net, `${name}/bias`, [filters], { initialise: initialisers.zeros });
  const [before, after] = sides(kernel - times);
  return emitOne(net.graph, 'ConvTranspose', [x, weights, bias], {
    kernel_shape: [kernel, kernel],
    strides: [times, times],
    pads: [before, before, after, after],
  });
}

/** A convolution that keeps the size or divides it; its padding is in numbers, since the size may be open. */
function convolve(net, x, { kernel, strides = 1, ...options }) {
  const [before, after] = sides(kernel - strides);
  const padding = [before, before, after, after];
  const initialise = initialisers.heNormal(x.shape[1] * kernel ** 2);
  return layers.conv(net, x, { initialise, ...options, kernel, strides, padding });
}

function sides(total) {
  return [total >> 1, total - (total >> 1)];
}

function activate(net, x, name, { activation, normalised }) {
  const even = normalised ? layers.batchNorm(net, x, { name: `${name}/norm`, momentum: 0.9 }) : x;
  return ACTIVATIONS[activation](net, even);
}
