import { intsAttribute, numberAttribute } from '../attributes.js';
import { freshDim } from '../graph.js';
import { formatShape, type Dim } from '../types.js';
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

function agree(context: ShapeContext, left: Dim | undefined, right: Dim | undefined, what: string): void {
  if (left === undefined || right === undefined) throw shapeError(context, `${what}: a dimension is missing`);
  if (typeof left === 'number' && typeof right === 'number' && left !== right) {
    throw shapeError(context, `${what} disagree: ${left} and ${right}`);
  }
}

function product(context: ShapeContext, a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  agree(context, left.at(-1), right.at(-2), 'inner extents');
  const out = [...broadcastShapes(context, left.slice(0, -2), right.slice(0, -2))];
  if (a.length > 1) out.push(left.at(-2)!);
  if (b.length > 1) out.push(right.at(-1)!);
  return out;
}

const matMul: ShapeRule = (context) => {
  const [a, b] = [inputAt(context, 0), inputAt(context, 1)];
  return [{ type: a.type, shape: product(context, a.shape, b.shape) }];
};

const fusedMatMul: ShapeRule = (context) => {
  const turn = (shape: readonly Dim[], on: number): readonly Dim[] =>
    on === 1 ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;
  const [a, b] = [inputAt(context, 0), inputAt(context, 1)];
  const left = turn(a.shape, numberAttribute(context.attributes, 'transA', 0));
  const right = turn(b.shape, numberAttribute(context.attributes, 'transB', 0));
  return [{ type: a.type, shape: product(context, left, right) }];
};

const gemm: ShapeRule = (context) => {
  const [a, b] = [inputAt(context, 0), inputAt(context, 1)];
  const left = numberAttribute(context.attributes, 'transA', 0) ? [...a.shape].reverse() : a.shape;
  const right = numberAttribute(context.attributes, 'transB', 0) ? [...b.shape].reverse() : b.shape;
  if (left.length !== 2 || right.length !== 2) throw shapeError(context, 'takes matrices');
  agree(context, left[1], right[0], 'inner extents');
  return [{ type: a.type, shape: [left[0]!, right[1]!] }];
};

const batchNormalization: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  for (let i = 1; i < 5; i++) agree(context, shape[1], inputAt(context, i).shape[0], 'channels');
  return [{ type, shape }];
};

const layerNormalization: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const axis = axisOf(context, numberAttribute(context.attributes, 'axis', -1), shape.length);
  broadcastShapes(context, shape, inputAt(context, 1).shape);
  const reduced = shape.map((dim, i) => (i < axis ? dim : 1));
  return [
    { type, shape },
    { type, shape: reduced },
    { type, shape: reduced },
  ];
};

/** ReduceSum takes its axes as an input since opset 13; the other reductions as an attribute until opset 18. */
const reduce: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const given = context.inputs[1] ? knownInts(context, 1) : intsAttribute(context.attributes, 'axes');
  if (context.inputs[1] && !given) throw shapeError(context, 'the axes must be constant');
  const nothing = given?.length === 0 && numberAttribute(context.attributes, 'noop_with_empty_axes', 0) === 1;
  const axes = nothing
    ? []
    : given?.length
      ? given.map((axis) => axisOf(context, axis, shape.length))
      : [...shape.keys()];
  const keep = numberAttribute(context.attributes, 'keepdims', 1) === 1;
  return [{ type, shape: shape.flatMap((dim, i) => (axes.includes(i) ? (keep ? [1] : []) : [dim])) }];
};

const argument: ShapeRule = (context) => {
  const { shape } = inputAt(context, 0);
  const axis = axisOf(context, numberAttribute(context.attributes, 'axis', 0), shape.length);
  const keep = numberAttribute(context.attributes, 'keepdims', 1) === 1;
  return [{ type: 'int64', shape: shape.flatMap((dim, i) => (i === axis ? (keep ? [1] : []) : [dim])) }];
};

const resize: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const sizes = context.inputs[3] ? knownDims(context.graph, context.inputs[3]) : undefined;
  const scales = context.graph.constants.get(context.inputs[2]?.name ?? '');
  if (sizes) {
    if (sizes.length !== shape.length) throw shapeError(context, `sizes ${formatShape(sizes)} do not fit`);
    return [{ type, shape: sizes }];
  }
  return [
    {
      type,
      shape: shape.map((dim, i) => {
        const scale = scales ? Number(scales.data[i]) : undefined;
        if (scale === 1) return dim;
        return typeof dim === 'number' && scale !== undefined
          ? Math.floor(dim * scale)
          : freshDim(context.graph);
      }),
    },
  ];
};

const depthToSpace: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  const block = numberAttribute(context.attributes, 'blocksize', 1);
  const [n, c, h, w] = shape as [Dim, Dim, Dim, Dim];
  const times = (dim: Dim, by: number): Dim => (typeof dim === 'number' ? dim * by : freshDim(context.graph));
  return [{ type, shape: [n, times(c, 1 / block ** 2), times(h, block), times(w, block)] }];
};

const REDUCTIONS = 'Sum Mean Max Min Prod SumSquare L1 L2 LogSum LogSumExp';

/** Shape rules of products, normalisations, reductions and resizing. */
export const LINEAR_SHAPES: Record<string, ShapeRule> = {
  MatMul: matMul,
  FusedMatMul: fusedMatMul,
  Gemm: gemm,
  BatchNormalization: batchNormalization,
  InstanceNormalization: (context) => [inputAt(context, 0)],
  LayerNormalization: layerNormalization,
  ...Object.fromEntries(REDUCTIONS.split(' ').map((name) => [`Reduce${name}`, reduce])),
  ArgMax: argument,
  ArgMin: argument,
  Resize: resize,
  DepthToSpace: depthToSpace,
};
