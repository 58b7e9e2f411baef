import type { Random } from '../../random.js';
import { sizeOf, type Tensor } from '../types.js';

/** Gives the first values of a parameter of this shape. */
export type Initialiser = (shape: readonly number[], random: Random) => Float32Array;

/** All the same number. */
export function constant(value: number): Initialiser {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value);
}

/** All 0. */
export const zeros: Initialiser = constant(0);

/** All 1. */
export const ones: Initialiser = constant(1);

/** The numbers of a given tensor. */
export function fromTensor(tensor: Tensor): Initialiser {
  return () => Float32Array.from(tensor.data as Float32Array);
}

/** Uniform in ±√(6/(fanIn + fanOut)) (Glorot and Bengio 2010; the default of Keras). */
export function glorotUniform(fanIn: number, fanOut: number): Initialiser {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return (shape, random) => fill(shape, () => (2 * random.next() - 1) * limit);
}

/** Normal of variance 2/fanIn, cut at two standard deviations (He et al. 2015, as Keras draws it). */
export function heNormal(fanIn: number): Initialiser {
  // A normal cut at ±2σ has the standard deviation .87962566103423978σ.
  const sigma = Math.sqrt(2 / fanIn) / 0.8796256610342398;
  return (shape, random) => fill(shape, () => sigma * cutNormal(random));
}

function cutNormal(random: Random): number {
  for (;;) {
    const draw = random.normal();
    if (Math.abs(draw) <= 2) return draw;
  }
}

function fill(shape: readonly number[], draw: () => number): Float32Array {
  const out = new Float32Array(sizeOf(shape));
  for (let i = 0; i < out.length; i++) out[i] = draw();
  return out;
}
