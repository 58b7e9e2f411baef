import { codeOfType, sizeOf, tensor, type Tensor } from './types.js';
import type { OnnxModel, OnnxNode } from './model.js';

/** Weights smaller than this stay as they are: a cast each (some 100 bytes) would hardly pay. */
const LEAST = 256;

/** The largest number that float16 holds. */
const LARGEST = 65504;

/**
 * The same model with its large float32 weights stored in 16 bits (IEEE 754 binary16, rounded to nearest even) and cast
 * back where the file is opened: half the bytes, computed in float32 as before. Weights that float16 cannot hold stay.
 */
export function withHalfWeights(model: OnnxModel): OnnxModel {
  const casts: OnnxNode[] = [];
  const initializers = new Map<string, Tensor>();
  for (const [name, weights] of model.initializers) {
    const { type, dims, data } = weights;
    const numbers = data as Float32Array;
    if (type !== 'float32' || sizeOf(dims) < LEAST || numbers.some((x) => !(Math.abs(x) <= LARGEST))) {
      initializers.set(name, weights);
      continue;
    }
    const stored = `${name}/half`;
    initializers.set(stored, tensor('float16', dims, Uint16Array.from(numbers, toHalf)));
    casts.push({
      name: '',
      opType: 'Cast',
      domain: '',
      inputs: [stored],
      outputs: [name],
      attributes: { to: { kind: 'int', value: codeOfType('float32') } },
    });
  }
  return { ...model, nodes: [...casts, ...model.nodes], initializers };
}

const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);

/** The bits of the float16 nearest to a number within its range, ties to even. */
export function toHalf(number: number): number {
  FLOAT[0] = number;
  const bits = BITS[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  if (exponent < -10) return sign;
  // Below the normal range the leading one becomes part of the mantissa, shifted as far as the exponent asks.
  const mantissa = exponent > 0 ? bits & 0x7fffff : (bits & 0x7fffff) | 0x800000;
  const shift = exponent > 0 ? 13 : 14 - exponent;
  const kept = mantissa >>> shift;
  const rest = mantissa & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const up = rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0;
  return sign | ((Math.max(exponent, 0) << 10) + kept + up);
}

/** The number that 16 bits of IEEE 754 binary16 mean. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = (bits & 0x3ff) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? 2 ** -14 * fraction : 2 ** (exponent - 15) * (1 + fraction));
}

/** The same model with what `withHalfWeights` stored in 16 bits in float32 again, under its own name. */
export function withoutHalfWeights(model: OnnxModel): OnnxModel {
  const initializers = new Map(model.initializers);
  const nodes = model.nodes.filter(({ opType, inputs, outputs }) => {
    const [stored, name] = [inputs[0] ?? '', outputs[0] ?? ''];
    const weights = initializers.get(stored);
    if (opType !== 'Cast' || weights?.type !== 'float16' || stored !== `${name}/half`) return true;
    initializers.delete(stored);
    initializers.set(
      name,
      tensor('float32', weights.dims, Float32Array.from(weights.data as Uint16Array, fromHalf)),
    );
    return false;
  });
  return { ...model, nodes, initializers };
}
