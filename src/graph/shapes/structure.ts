import { intsAttribute, numberAttribute } from '../attributes.js';
import { freshDim } from '../graph.js';
import { formatShape, sizeOf, type Dim } from '../types.js';
import {
  axisOf,
  broadcastShapes,
  inputAt,
  knownDims,
  knownInts,
  shapeError,
  type ShapeContext,
  type ShapeRule,
} from './context.js';

/** Extents of unknown size, one for each entry of an integer vector of known length. */
function unknownShape(context: ShapeContext, index: number): Dim[] {
  const [length] = inputAt(context, index).shape;
  if (typeof length !== 'number')
    throw shapeError(context, 'the number of dimensions of the result is unknown');
  return Array.from({ length }, () => freshDim(context.graph));
}

const reshape: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const target = knownDims(context.graph, context.inputs[1]);
  if (target === undefined) return [{ type, shape: unknownShape(context, 1) }];
  const keepZero = numberAttribute(context.attributes, 'allowzero', 0) === 1;
  const out = target.map((dim, i): Dim => (dim === 0 && !keepZero ? (shape[i] ?? 0) : dim));
  const hole = out.indexOf(-1);
  // Extents that are known only by name cancel when both sides carry them.
  const left = [...shape];
  const right = out.filter((_, i) => i !== hole);
  for (const dim of [...right].filter((dim) => typeof dim === 'string')) {
    const at = left.indexOf(dim);
    if (at < 0) continue;
    left.splice(at, 1);
    right.splice(right.indexOf(dim), 1);
  }
  const numbers = (dims: Dim[]): dims is number[] => dims.every((dim) => typeof dim === 'number');
  if (hole >= 0) {
    const [only] = left;
    if (numbers(left) && numbers(right)) {
      const extent = sizeOf(left) / sizeOf(right);
      if (!Number.isInteger(extent)) throw shapeError(context, `cannot become ${formatShape(out)}`);
      out[hole] = extent;
    } else
      out[hole] =
        left.length === 1 && numbers(right) && sizeOf(right) === 1 ? only! : freshDim(context.graph);
  } else if (numbers(left) && numbers(right) && sizeOf(left) !== sizeOf(right)) {
    throw shapeError(context, `cannot become ${formatShape(out)}`);
  }
  return [{ type, shape: out }];
};

const transpose: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const order = intsAttribute(context.attributes, 'perm') ?? [...shape.keys()].reverse();
  if ([...order].sort((a, b) => a - b).join() !== [...shape.keys()].join()) {
    throw shapeError(context, `[${order.join(', ')}] is not an order of the ${shape.length} dimensions`);
  }
  return [{ type, shape: order.map((axis) => shape[axis]!) }];
};

const flatten: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const axis = numberAttribute(context.attributes, 'axis', 1);
  const at = axis < 0 ? axis + shape.length : axis;
  const product = (dims: readonly Dim[]): Dim => {
    const named = dims.filter((dim) => typeof dim === 'string');
    const size = sizeOf(dims.filter((dim) => typeof dim === 'number'));
    return named.length === 0 ? size : named.length === 1 && size === 1 ? named[0]! : freshDim(context.graph);
  };
  return [{ type, shape: [product(shape.slice(0, at)), product(shape.slice(at))] }];
};

const squeeze: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const axes = knownInts(context, 1)?.map((axis) => axisOf(context, axis, shape.length));
  if (context.inputs[1] && !axes) throw shapeError(context, 'the axes must be constant');
  if (axes?.some((axis) => typeof shape[axis] === 'number' && shape[axis] !== 1)) {
    throw shapeError(context, `axes [${axes.join(', ')}] are not all of extent 1`);
  }
  return [{ type, shape: shape.filter((dim, i) => (axes ? !axes.includes(i) : dim !== 1)) }];
};

const unsqueeze: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const given = knownInts(context, 1);
  if (!given) throw shapeError(context, 'the axes must be constant');
  const rank = shape.length + given.length;
  const axes = given.map((axis) => axisOf(context, axis, rank));
  const rest = [...shape];
  return [{ type, shape: Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : rest.shift()!)) }];
};

const concat: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const axis = axisOf(context, numberAttribute(context.attributes, 'axis', 0), shape.length);
  const out = [...shape];
  for (let i = 1; i < context.inputs.length; i++) {
    const next = inputAt(context, i);
    const fits = (dim: Dim, j: number): boolean =>
      j === axis || dim === out[j] || typeof dim === 'string' || typeof out[j] === 'string';
    if (next.type !== type || next.shape.length !== out.length || !next.shape.every(fits)) {
      throw shapeError(context, `inputs do not join along axis ${axis}`);
    }
    const [a, b] = [out[axis]!, next.shape[axis]!];
    next.shape.forEach((dim, j) => {
      if (j !== axis && typeof out[j] === 'string') out[j] = dim;
    });
    out[axis] = typeof a === 'number' && typeof b === 'number' ? a + b : freshDim(context.graph);
  }
  return [{ type, shape: out }];
};

const split: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const axis = axisOf(context, numberAttribute(context.attributes, 'axis', 0), shape.length);
  const sizes = knownInts(context, 1);
  if (!sizes) throw shapeError(context, 'the sizes of the parts must be constant');
  if (typeof shape[axis] === 'number' && sizes.reduce((sum, size) => sum + size, 0) !== shape[axis]) {
    throw shapeError(context, `parts of [${sizes.join(', ')}] do not add up to ${shape[axis]}`);
  }
  return sizes.map((size) => ({ type, shape: shape.map((dim, i) => (i === axis ? size : dim)) }));
};

const slice: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const starts = knownInts(context, 1);
  const ends = knownInts(context, 2);
  const axes = context.inputs[3] ? knownInts(context, 3) : [...shape.keys()];
  const steps = context.inputs[4] ? knownInts(context, 4) : undefined;
  if (!axes) return [{ type, shape: shape.map(() => freshDim(context.graph)) }];
  const out = [...shape];
  axes.forEach((given, i) => {
    if (starts && i >= starts.length) return;
    const axis = axisOf(context, given, shape.length);
    const dim = shape[axis]!;
    const step = context.inputs[4] ? steps?.[i] : 1;
    const whole = starts?.[i] === 0 && (ends?.[i] ?? 0) >= 2 ** 31 - 1 && step === 1;
    if (whole) return;
    out[axis] =
      typeof dim === 'number' && starts && ends && step !== undefined
        ? sliceLength(dim, starts[i]!, ends[i]!, step)
        : freshDim(context.graph);
  });
  return [{ type, shape: out }];
};

/** The number of elements that a slice takes of an axis, as numpy counts them. */
export function sliceLength(dim: number, start: number, end: number, step: number): number {
  const low = step > 0 ? 0 : -1;
  const clamp = (at: number, top: number): number =>
    Math.min(Math.max(at < 0 ? Math.max(at + dim, low) : at, low), top);
  const from = clamp(start, step > 0 ? dim : dim - 1);
  const to = clamp(end, step > 0 ? dim : dim - 1);
  return Math.max(0, Math.ceil((to - from) / step));
}

const gather: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const axis = axisOf(context, numberAttribute(context.attributes, 'axis', 0), shape.length);
  return [{ type, shape: [...shape.slice(0, axis), ...inputAt(context, 1).shape, ...shape.slice(axis + 1)] }];
};

const expand: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const target = knownDims(context.graph, context.inputs[1]) ?? unknownShape(context, 1);
  return [{ type, shape: broadcastShapes(context, shape, target) }];
};

const pad: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const pads = knownInts(context, 1);
  return [
    {
      type,
      shape: shape.map((dim, i) => {
        const extra = pads ? pads[i]! + pads[i + shape.length]! : undefined;
        if (extra === 0) return dim;
        return extra !== undefined && typeof dim === 'number' ? dim + extra : freshDim(context.graph);
      }),
    },
  ];
};

const tile: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const repeats = knownInts(context, 1);
  return [
    {
      type,
      shape: shape.map((dim, i) => {
        if (repeats?.[i] === 1) return dim;
        return repeats && typeof dim === 'number' ? dim * repeats[i]! : freshDim(context.graph);
      }),
    },
  ];
};

const constantOfShape: ShapeRule = (context) => {
  const value = context.attributes['value'];
  return [
    {
      type: value?.kind === 'tensor' ? value.value.type : 'float32',
      shape: knownDims(context.graph, context.inputs[0]) ?? unknownShape(context, 0),
    },
  ];
};

const oneHot: ShapeRule = (context) => {
  const { shape } = inputAt(context, 0);
  const axis = axisOf(context, numberAttribute(context.attributes, 'axis', -1), shape.length + 1);
  const depth = knownInts(context, 1)?.[0] ?? freshDim(context.graph);
  return [{ type: inputAt(context, 2).type, shape: [...shape.slice(0, axis), depth, ...shape.slice(axis)] }];
};

/** Shape rules of the operators that only move or repeat elements. */
export const STRUCTURE_SHAPES: Record<string, ShapeRule> = {
  Reshape: reshape,
  Transpose: transpose,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Concat: concat,
  Split: split,
  Slice: slice,
  Gather: gather,
  Expand: expand,
  Pad: pad,
  Tile: tile,
  ConstantOfShape: constantOfShape,
  OneHot: oneHot,
  Shape: (context) => [{ type: 'int64', shape: [inputAt(context, 0).shape.length] }],
  Size: (context) => {
    inputAt(context, 0);
    return [{ type: 'int64', shape: [] }];
  },
};
