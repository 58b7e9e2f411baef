import { AssayError } from '../../errors.js';
import type { AttributeValue } from '../attributes.js';
import { sameTotal } from '../shapes/spatial.js';
import { formatShape, type Value } from '../types.js';

/** One number for both axes, or height and width. */
export type Pair = number | readonly [number, number];

/**
 * Rows and columns of zeros around the input: `valid` none, `same` as TensorFlow (the output is the input
 * divided by the stride, rounded up, with the odd row at the end), a number on every side, or
 * `[top, left, bottom, right]`.
 */
export type Padding = 'same' | 'valid' | number | readonly [number, number, number, number];

/** How a window moves over an image. */
export interface WindowOptions {
  strides?: Pair;
  padding?: Padding;
  dilations?: Pair;
}

/** Both numbers of a pair. */
export function pair(value: Pair): [number, number] {
  return typeof value === 'number' ? [value, value] : [value[0], value[1]];
}

/** The ONNX attributes of a window over `x` `[N, C, H, W]`. Throws E_GRAPH_SHAPE, E_ARGUMENT. */
export function windowAttributes(
  name: string,
  x: Value,
  kernel: Pair,
  options: WindowOptions,
): Record<string, AttributeValue> {
  const { strides = 1, padding = 'valid', dilations = 1 } = options;
  if (x.shape.length !== 4 || typeof x.shape[1] !== 'number') {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `The layer "${name}" takes images [N, channels, height, width], but was given ${formatShape(x.shape)}.`,
    );
  }
  const size = pair(kernel);
  const step = pair(strides);
  const spread = pair(dilations);
  if (![...size, ...step, ...spread].every((number) => Number.isInteger(number) && number > 0)) {
    throw new AssayError(
      'E_ARGUMENT',
      `The layer "${name}" has kernel ${size.join('x')}, strides ${step.join('x')}, dilations ${spread.join('x')}; expected whole numbers from 1 up.`,
    );
  }
  const attributes = { kernel_shape: size, strides: step, dilations: spread };
  if (padding === 'valid') return attributes;
  if (typeof padding === 'number') return { ...attributes, pads: [padding, padding, padding, padding] };
  if (padding !== 'same') return { ...attributes, pads: [...padding] };
  const extents = x.shape.slice(2);
  if (!extents.every((dim) => typeof dim === 'number')) return { ...attributes, auto_pad: 'SAME_UPPER' };
  const totals = extents.map((dim, i) => sameTotal(dim, size[i]!, step[i]!, spread[i]!));
  const before = totals.map((total) => total >> 1);
  return { ...attributes, pads: [...before, ...totals.map((total, i) => total - before[i]!)] };
}
