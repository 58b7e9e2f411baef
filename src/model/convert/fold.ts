import type { ConvNetwork, Layer, Padding } from './network.js';
import { inOrder } from './network.js';
import type { WeightTensor } from './weights.js';

type Convolution = Extract<Layer, { kind: 'convolution' }>;

/**
 * The same network in fewer layers: batch norms and other per-channel affines go into the convolution
 * before them, padding into the convolution after it, and clips after clips become one.
 * Arithmetic is done in float64 and rounded to float32 once.
 */
export function foldNetwork(network: ConvNetwork): ConvNetwork {
  const readers = new Map<string, number>();
  const ordered = inOrder(network);
  for (const [, layer] of ordered) {
    for (const source of layer.from) readers.set(source, (readers.get(source) ?? 0) + 1);
  }
  const layers = new Map<string, Layer>();
  /** Where a layer that was folded away now lives. */
  const moved = new Map<string, string>();
  for (const [name, original] of ordered) {
    const layer = { ...original, from: original.from.map((source) => moved.get(source) ?? source) } as Layer;
    const target = layer.from[0];
    const before = target === undefined ? undefined : layers.get(target);
    const alone = original.from.length === 1 && readers.get(original.from[0]) === 1;
    if (layer.kind === 'identity') {
      moved.set(name, layer.from[0]);
    } else if (before && alone && layer.kind === 'affine' && before.kind === 'convolution') {
      layers.set(target!, foldAffine(before, layer.scale, layer.offset));
      moved.set(name, target!);
    } else if (before && alone && layer.kind === 'clip' && before.kind === 'clip') {
      const clamp = (bound: number): number => Math.min(Math.max(bound, layer.min), layer.max);
      layers.set(target!, { ...before, min: clamp(before.min), max: clamp(before.max) });
      moved.set(name, target!);
    } else if (before && alone && layer.kind === 'convolution' && before.kind === 'pad') {
      layers.delete(target!);
      layers.set(name, { ...layer, from: before.from, padding: foldPads(before.pads, layer) });
    } else {
      layers.set(name, layer);
    }
  }
  return { layers, output: moved.get(network.output) ?? network.output };
}

function foldAffine(convolution: Convolution, scale: Float32Array, offset: Float32Array): Convolution {
  const { weight, bias, depthwise } = convolution;
  const [height = 1, width = 1, inputs = 1, outputs = 1] = weight.shape;
  const channels = depthwise ? inputs : outputs;
  const at = (values: Float32Array, channel: number): number => values[values.length === 1 ? 0 : channel]!;
  const data = new Float32Array(weight.data.length);
  for (let i = 0; i < data.length; i++) data[i] = weight.data[i]! * at(scale, i % channels);
  const folded: WeightTensor = { shape: [height, width, inputs, outputs], data };
  const newBias = Float32Array.from(
    { length: channels },
    (_, c) => (bias?.[c] ?? 0) * at(scale, c) + at(offset, c),
  );
  return { ...convolution, weight: folded, bias: newBias };
}

/**
 * Zeros of (0,1)x(0,1) before a 3x3 convolution of stride 2 are Keras' `correct_pad` for a picture of even
 * size; for odd sizes Keras builds (1,1)x(1,1). Both are what SAME means, so the pair stands for SAME.
 */
function foldPads(pads: readonly [number, number, number, number], convolution: Convolution): Padding {
  const { padding, stride, weight } = convolution;
  if (padding === 'same') throw new Error('zero padding before a SAME convolution');
  const keras = pads.join() === '0,0,1,1' && padding.join() === '0,0,0,0' && stride.join() === '2,2';
  if (keras && weight.shape[0] === 3 && weight.shape[1] === 3) return 'same';
  return [pads[0] + padding[0], pads[1] + padding[1], pads[2] + padding[2], pads[3] + padding[3]];
}
