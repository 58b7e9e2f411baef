import { intsAttribute, numberAttribute, stringAttribute } from '../attributes.js';
import { freshDim } from '../graph.js';
import type { Dim } from '../types.js';
import { inputAt, shapeError, type ShapeContext, type ShapeRule } from './context.js';

/** The window of a convolution or pooling with every default filled in, one entry for each spatial axis. */
export interface Window {
  kernel: number[];
  strides: number[];
  dilations: number[];
  /** Rows added before and after each axis. */
  before: number[];
  after: number[];
}

/** Reads the window of a Conv or pooling node; `auto_pad` is resolved where the input extents are known. */
export function windowOf(context: ShapeContext, kernel: readonly number[]): Window {
  const { attributes } = context;
  const ones = kernel.map(() => 1);
  const strides = intsAttribute(attributes, 'strides') ?? ones;
  const dilations = intsAttribute(attributes, 'dilations') ?? ones;
  const pads = intsAttribute(attributes, 'pads') ?? kernel.flatMap(() => [0, 0]);
  if (
    strides.length !== kernel.length ||
    dilations.length !== kernel.length ||
    pads.length !== 2 * kernel.length
  ) {
    throw shapeError(context, `strides, dilations or pads do not fit a window of ${kernel.length} axes`);
  }
  const window = {
    kernel: [...kernel],
    strides: [...strides],
    dilations: [...dilations],
    before: pads.slice(0, kernel.length),
    after: pads.slice(kernel.length),
  };
  const auto = stringAttribute(attributes, 'auto_pad', 'NOTSET');
  if (auto === 'VALID') {
    window.before.fill(0);
    window.after.fill(0);
  } else if (auto !== 'NOTSET') {
    kernel.forEach((size, i) => {
      const dim = inputAt(context, 0).shape[i + 2];
      if (typeof dim !== 'number') throw shapeError(context, `auto_pad ${auto} needs a known input size`);
      const total = sameTotal(dim, size, strides[i]!, dilations[i]!);
      const small = total >> 1;
      window.before[i] = auto === 'SAME_UPPER' ? small : total - small;
      window.after[i] = total - window.before[i]!;
    });
  }
  return window;
}

/** The rows that TensorFlow's "same" padding adds to an axis in all. */
export function sameTotal(dim: number, kernel: number, stride: number, dilation: number): number {
  const out = Math.ceil(dim / stride);
  return Math.max(0, (out - 1) * stride + (kernel - 1) * dilation + 1 - dim);
}

/** The extent of a window's output along one axis. */
export function windowLength(window: Window, axis: number, dim: number, ceil = false): number {
  const span = (window.kernel[axis]! - 1) * window.dilations[axis]! + 1;
  const room = dim + window.before[axis]! + window.after[axis]! - span;
  const steps = room / window.strides[axis]!;
  if (!ceil) return Math.floor(steps) + 1;
  // A last window that would start inside the padding at the end is not made.
  const last = Math.ceil(steps);
  return last * window.strides[axis]! >= dim + window.before[axis]! ? last : last + 1;
}

function outputExtents(context: ShapeContext, shape: readonly Dim[], kernel: readonly number[]): Dim[] {
  const window = windowOf(context, kernel);
  const ceil = numberAttribute(context.attributes, 'ceil_mode', 0) === 1;
  return kernel.map((_, i) => {
    const dim = shape[i + 2]!;
    if (typeof dim === 'string') {
      const still =
        window.strides[i] === 1 &&
        (window.kernel[i]! - 1) * window.dilations[i]! === window.before[i]! + window.after[i]!;
      return still ? dim : freshDim(context.graph);
    }
    const length = windowLength(window, i, dim, ceil);
    if (length < 1) throw shapeError(context, `a window of ${kernel.join('x')} does not fit the input`);
    return length;
  });
}

const conv: ShapeRule = (context) => {
  const [x, w] = [inputAt(context, 0), inputAt(context, 1)];
  const group = numberAttribute(context.attributes, 'group', 1);
  const kernel = w.shape.slice(2);
  if (x.shape.length !== w.shape.length || x.shape.length < 3 || !kernel.every(isNumber)) {
    throw shapeError(context, 'input and kernel do not fit together');
  }
  const channels = x.shape[1]!;
  const [filters, each] = w.shape as [Dim, Dim];
  if (isNumber(channels) && isNumber(each) && channels !== each * group) {
    throw shapeError(
      context,
      `${channels} channels in ${group} groups do not fit kernels of ${each} channels`,
    );
  }
  if (isNumber(filters) && filters % group !== 0) {
    throw shapeError(context, `${filters} filters do not divide into ${group} groups`);
  }
  return [{ type: x.type, shape: [x.shape[0]!, filters, ...outputExtents(context, x.shape, kernel)] }];
};

const convTranspose: ShapeRule = (context) => {
  const [x, w] = [inputAt(context, 0), inputAt(context, 1)];
  const kernel = w.shape.slice(2);
  if (x.shape.length !== w.shape.length || !kernel.every(isNumber)) {
    throw shapeError(context, 'input and kernel do not fit together');
  }
  const group = numberAttribute(context.attributes, 'group', 1);
  const extra = intsAttribute(context.attributes, 'output_padding') ?? kernel.map(() => 0);
  const window = windowOf(context, kernel);
  const extents = kernel.map((_, i): Dim => {
    const dim = x.shape[i + 2]!;
    if (!isNumber(dim)) return freshDim(context.graph);
    const span = (window.kernel[i]! - 1) * window.dilations[i]! + 1;
    return window.strides[i]! * (dim - 1) + extra[i]! + span - window.before[i]! - window.after[i]!;
  });
  const each = w.shape[1]!;
  return [
    {
      type: x.type,
      shape: [x.shape[0]!, isNumber(each) ? each * group : freshDim(context.graph), ...extents],
    },
  ];
};

const pool: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const kernel = intsAttribute(context.attributes, 'kernel_shape') ?? [];
  if (kernel.length !== shape.length - 2) throw shapeError(context, 'kernel_shape does not fit the input');
  return [{ type, shape: [shape[0]!, shape[1]!, ...outputExtents(context, shape, kernel)] }];
};

const maxPool: ShapeRule = (context) => {
  const [out] = pool(context);
  return [out!, { type: 'int64', shape: out!.shape }];
};

const globalPool: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  return [{ type, shape: shape.map((dim, i) => (i < 2 ? dim : 1)) }];
};

function isNumber(dim: Dim): dim is number {
  return typeof dim === 'number';
}

/** Shape rules of convolutions and poolings. */
export const SPATIAL_SHAPES: Record<string, ShapeRule> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: maxPool,
  AveragePool: pool,
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
};
