import type { OnnxModel, OnnxNode } from './model.js';
import { codeOfType, sizeOf, tensor, type Tensor } from './types.js';

/** Weights smaller than this stay as they are: their scales and casts would not pay. */
const LEAST = 1024;

/**
 * The same model with the large float32 weights of its convolutions and matrix products stored in 8 bits, a scale for
 * each output channel (symmetric, rounded to nearest), and multiplied out where the file is opened: a quarter of the
 * bytes, computed in float32 as before. It is storage alone: what passes between layers keeps its precision.
 */
export function withByteWeights(model: OnnxModel): OnnxModel {
  const axes = outputAxes(model);
  const made: OnnxNode[] = [];
  const initializers = new Map<string, Tensor>();
  for (const [name, weights] of model.initializers) {
    const axis = axes.get(name);
    const isLarge = weights.type === 'float32' && sizeOf(weights.dims) >= LEAST;
    if (!isLarge || axis === undefined || !(weights.data as Float32Array).every(Number.isFinite)) {
      initializers.set(name, weights);
      continue;
    }
    const { bytes, scales } = toBytes(weights, axis);
    const [stored, scale, whole] = [`${name}/byte`, `${name}/scale`, `${name}/whole`] as const;
    initializers.set(stored, tensor('int8', weights.dims, bytes));
    const dims = weights.dims.map((extent, i) => (i === axis ? extent : 1));
    initializers.set(scale, tensor('float32', dims, scales));
    const to = { to: { kind: 'int', value: codeOfType('float32') } } as const;
    made.push(node('Cast', [stored], whole, to), node('Mul', [whole, scale], name));
  }
  return { ...model, nodes: [...made, ...model.nodes], initializers };
}

/** The same model with what `withByteWeights` stored in 8 bits in float32 again, under its own name. */
export function withoutByteWeights(model: OnnxModel): OnnxModel {
  const initializers = new Map(model.initializers);
  const undone = new Set<string>();
  for (const [stored, { type, dims, data }] of model.initializers) {
    const name = /^(.+)\/byte$/.exec(stored)?.[1];
    const scale = initializers.get(`${name}/scale`);
    if (name === undefined || type !== 'int8' || scale?.type !== 'float32') continue;
    const each = channelOf(dims, scale.dims);
    const scales = scale.data as Float32Array;
    const weights = Float32Array.from(data as Int8Array, (byte, i) => byte * scales[each(i)]!);
    for (const gone of [stored, `${name}/scale`]) initializers.delete(gone);
    initializers.set(name, tensor('float32', dims, weights));
    undone.add(name).add(`${name}/whole`);
  }
  return {
    ...model,
    nodes: model.nodes.filter(({ outputs }) => !undone.has(outputs[0] ?? '')),
    initializers,
  };
}

/** Along which axis of a weight its output channels lie, by name, where every use of it agrees. */
function outputAxes({ nodes, initializers }: OnnxModel): Map<string, number> {
  const axes = new Map<string, number>();
  const others = new Set<string>();
  for (const { opType, inputs, attributes } of nodes) {
    inputs.forEach((name, place) => {
      const rank = initializers.get(name)?.dims.length;
      if (rank === undefined) return;
      const isTransposed = attributes['transB']?.kind === 'int' && attributes['transB'].value === 1;
      const axis = opType === 'Conv' ? 0 : opType === 'MatMul' ? rank - 1 : isTransposed ? 0 : 1;
      const fits = place === 1 && ['Conv', 'MatMul', 'Gemm'].includes(opType) && rank >= 2;
      if (!fits || (axes.get(name) ?? axis) !== axis) others.add(name);
      else axes.set(name, axis);
    });
  }
  for (const name of others) axes.delete(name);
  return axes;
}

function toBytes({ dims, data }: Tensor, axis: number): { bytes: Int8Array; scales: Float32Array } {
  const numbers = data as Float32Array;
  const each = channelOf(
    dims,
    dims.map((extent, i) => (i === axis ? extent : 1)),
  );
  const scales = new Float32Array(dims[axis]!);
  numbers.forEach((x, i) => (scales[each(i)] = Math.max(scales[each(i)]!, Math.abs(x) / 127)));
  const bytes = Int8Array.from(numbers, (x, i) => Math.round(x / (scales[each(i)]! || 1)));
  return { bytes, scales };
}

/** Of a place in the data, its place along the one axis where `kept` is not 1. */
function channelOf(dims: readonly number[], kept: readonly number[]): (place: number) => number {
  const axis = Math.max(
    0,
    kept.findIndex((extent) => extent !== 1),
  );
  const behind = sizeOf(dims.slice(axis + 1));
  return (place) => Math.floor(place / behind) % (kept[axis] ?? 1);
}

function node(
  opType: string,
  inputs: readonly string[],
  output: string,
  attributes: OnnxNode['attributes'] = {},
): OnnxNode {
  return { name: '', opType, domain: '', inputs: [...inputs], outputs: [output], attributes };
}
