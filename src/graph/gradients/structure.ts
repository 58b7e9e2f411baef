import { intsAttribute, numberAttribute, stringAttribute } from '../attributes.js';
import { emitOne } from '../emit.js';
import { addConstant, sharedConstant } from '../graph.js';
import {
  expandLike,
  matMul,
  padZero,
  reduceSum,
  reshape,
  reshapeLike,
  slice,
  sumToShape,
  transpose,
} from '../ops.js';
import { ints, scalar, sizeOf, tensor, type Value } from '../types.js';
import { constantInput, notDifferentiable, type GradientContext, type GradientRule } from './rule.js';

const asInput: GradientRule = ({ graph, inputs, gradient }) => [reshapeLike(graph, gradient, inputs[0]!)];

const turnBack: GradientRule = ({ graph, inputs, gradient, attributes }) => {
  const rank = inputs[0]!.shape.length;
  const perm = intsAttribute(attributes, 'perm') ?? [...Array(rank).keys()].reverse();
  const back = perm.map((_, i) => perm.indexOf(i));
  return [transpose(graph, gradient, back)];
};

function extent(context: GradientContext, value: Value, axis: number): number {
  const dim = value.shape[axis];
  if (typeof dim !== 'number') throw notDifferentiable(context.node, `works along an axis of unknown extent`);
  return dim;
}

const concat: GradientRule = (context) => {
  const { graph, inputs, gradient, attributes, wants } = context;
  const rank = gradient.shape.length;
  const given = numberAttribute(attributes, 'axis', 0);
  const axis = given < 0 ? given + rank : given;
  let at = 0;
  return inputs.map((input, i) => {
    const from = at;
    at += extent(context, input!, axis);
    return wants(i) ? slice(graph, gradient, [axis], [from], [at]) : null;
  });
};

const split: GradientRule = (context) => {
  const { graph, node, outputGradients, attributes } = context;
  const parts = node.outputs.map(
    (output, i) =>
      outputGradients[i] ?? expandLike(graph, sharedConstant(graph, scalar(0, output.type)), output),
  );
  return [emitOne(graph, 'Concat', parts, { axis: numberAttribute(attributes, 'axis', 0) })];
};

/** A slice of step 1 is undone by padding; with steps, zeros are put between the rows first. */
const sliceRule: GradientRule = (context) => {
  const { graph, inputs, gradient } = context;
  const x = inputs[0]!;
  const rank = x.shape.length;
  const starts = constantInput(context, 1);
  const axes = inputs[3] ? constantInput(context, 3) : [...starts.keys()];
  const steps = inputs[4] ? constantInput(context, 4) : axes.map(() => 1);
  let out = gradient;
  const pads = new Array<number>(2 * rank).fill(0);
  axes.forEach((given, i) => {
    const axis = given < 0 ? given + rank : given;
    if (x.shape[axis] === gradient.shape[axis] && steps[i] === 1) return;
    const dim = extent(context, x, axis);
    const count = extent(context, gradient, axis);
    const step = steps[i]!;
    const start = starts[i]!;
    let first = Math.min(Math.max(start < 0 ? start + dim : start, 0), step > 0 ? dim : dim - 1);
    if (step < 0) {
      first += (count - 1) * step;
      out = slice(graph, out, [axis], [-1], [-(2 ** 31)], [-1]);
    }
    const stride = Math.abs(step);
    if (stride > 1) out = spread(context, out, axis, stride);
    pads[axis] = first;
    pads[axis + rank] = dim - first - count * stride;
  });
  return [padZero(graph, out, pads)];
};

/** Puts `stride - 1` zeros after every row of an axis. */
function spread({ graph }: GradientContext, x: Value, axis: number, stride: number): Value {
  const rank = x.shape.length;
  const wide = emitOne(graph, 'Unsqueeze', [x, sharedConstant(graph, ints([axis + 1]))]);
  const pads = new Array<number>(2 * (rank + 1)).fill(0);
  pads[axis + 1 + rank + 1] = stride - 1;
  const padded = padZero(graph, wide, pads);
  const shape = x.shape.map((dim, i) =>
    i === axis ? Number(dim) * stride : typeof dim === 'number' ? dim : 0,
  );
  return reshape(graph, padded, shape);
}

const pad: GradientRule = (context) => {
  const { graph, gradient, attributes } = context;
  if (stringAttribute(attributes, 'mode', 'constant') !== 'constant') {
    throw notDifferentiable(
      context.node,
      'pads by reflection or by the edge, for which no gradient is written',
    );
  }
  return [
    padZero(
      graph,
      gradient,
      constantInput(context, 1).map((rows) => -rows),
    ),
  ];
};

const tile: GradientRule = (context) => {
  const { graph, inputs, gradient } = context;
  const repeats = constantInput(context, 1);
  const x = inputs[0]!;
  const shape = x.shape.flatMap((dim, i) => [repeats[i]!, typeof dim === 'number' ? dim : -1]);
  const axes = x.shape.map((_, i) => 2 * i);
  return [reduceSum(graph, reshape(graph, gradient, shape), axes)];
};

/** Gather along an axis, undone by a product with the one-hot matrix of the indices. */
const gather: GradientRule = (context) => {
  const { graph, inputs, gradient, attributes } = context;
  const x = inputs[0]!;
  const given = numberAttribute(attributes, 'axis', 0);
  const axis = given < 0 ? given + x.shape.length : given;
  const depth = extent(context, x, axis);
  const rows = constantInput(context, 1).map((row) => (row < 0 ? row + depth : row));
  const hot = new Float32Array(depth * rows.length);
  rows.forEach((row, i) => (hot[row * rows.length + i] = 1));
  const matrix = addConstant(graph, tensor('float32', [depth, rows.length], hot));
  // The gathered axes as one, moved to the last but one place: [.., rows, rest] -> [.., depth, rest].
  const front = x.shape.slice(0, axis);
  const back = x.shape.slice(axis + 1);
  if (![...front.slice(1), ...back].every((dim) => typeof dim === 'number')) {
    throw notDifferentiable(context.node, 'works on a shape that is not known');
  }
  const flat = reshape(graph, gradient, [-1, rows.length, sizeOf(back as number[])]);
  return [reshapeLike(graph, matMul(graph, matrix, flat), x)];
};

const depthToSpace: GradientRule = ({ graph, inputs, gradient, attributes }) => {
  const block = numberAttribute(attributes, 'blocksize', 1);
  const [, c, h, w] = inputs[0]!.shape.map(Number) as [number, number, number, number];
  const columnFirst = stringAttribute(attributes, 'mode', 'DCR') === 'DCR';
  const depth = c / block ** 2;
  const apart = reshape(graph, gradient, [-1, depth, h, block, w, block]);
  const order = columnFirst ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4];
  return [reshape(graph, transpose(graph, apart, order), [-1, c, h, w])];
};

/** Gradient rules of the operators that only move or repeat elements. */
export const STRUCTURE_RULES: Record<string, GradientRule> = {
  Reshape: asInput,
  Flatten: asInput,
  Squeeze: asInput,
  Unsqueeze: asInput,
  Transpose: turnBack,
  Concat: concat,
  Split: split,
  Slice: sliceRule,
  Pad: pad,
  Tile: tile,
  Gather: gather,
  DepthToSpace: depthToSpace,
  Expand: ({ graph, inputs, gradient }) => [sumToShape(graph, gradient, inputs[0]!)],
};
