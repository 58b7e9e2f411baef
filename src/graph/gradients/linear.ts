import { intsAttribute, numberAttribute } from '../attributes.js';
import { emitOne } from '../emit.js';
import {
  cast,
  div,
  expandLike,
  matMul,
  mul,
  reduceSum,
  sumToShape,
  unary,
  unsqueeze,
  keepWhere,
} from '../ops.js';
import { sizeOf, type Value } from '../types.js';
import { constantInput, notDifferentiable, type GradientContext, type GradientRule } from './rule.js';

/** Y = A·B: dA = dY·Bᵀ, dB = Aᵀ·dY, summed over broadcast batch axes. Vectors are not covered. */
const product: GradientRule = (context) => {
  const { graph, inputs, gradient, attributes, wants, node } = context;
  const [a, b] = inputs as [Value, Value];
  if (a.shape.length < 2 || b.shape.length < 2) throw notDifferentiable(node, 'multiplies a vector');
  const transA = numberAttribute(attributes, 'transA', 0) === 1;
  const transB = numberAttribute(attributes, 'transB', 0) === 1;
  const alpha = numberAttribute(attributes, 'alpha', 1);
  const times = (left: Value, right: Value, tA: boolean, tB: boolean): Value =>
    matMul(graph, left, right, { transA: tA, transB: tB, alpha });
  // A matrix applied to a stack (x[N, T, C]·w[C, D]): rows of the stack are rows of one matrix.
  const flatB = b.shape.length === 2 && a.shape.length > 2 && !transA;
  return [
    wants(0)
      ? sumToShape(graph, transA ? times(b, gradient, transB, true) : times(gradient, b, false, !transB), a)
      : null,
    wants(1)
      ? flatB
        ? flatProduct(context, a, transB, alpha)
        : sumToShape(graph, transB ? times(gradient, a, true, transA) : times(a, gradient, !transA, false), b)
      : null,
  ];
};

function flatProduct({ graph, gradient }: GradientContext, a: Value, transB: boolean, alpha: number): Value {
  const rows = (value: Value): Value => emitOne(graph, 'Flatten', [value], { axis: value.shape.length - 1 });
  const [left, right] = transB ? [rows(gradient), rows(a)] : [rows(a), rows(gradient)];
  return matMul(graph, left, right, { transA: true, alpha });
}

/** Y = α·op(A)·op(B) + β·C. */
const gemm: GradientRule = (context) => {
  const { graph, inputs, gradient, attributes, wants } = context;
  const [a, b, c] = inputs as [Value, Value, Value | null | undefined];
  const transA = numberAttribute(attributes, 'transA', 0) === 1;
  const transB = numberAttribute(attributes, 'transB', 0) === 1;
  const alpha = numberAttribute(attributes, 'alpha', 1);
  const beta = numberAttribute(attributes, 'beta', 1);
  const times = (left: Value, right: Value, tA: boolean, tB: boolean): Value =>
    matMul(graph, left, right, { transA: tA, transB: tB, alpha });
  const bias = (): Value => (beta === 1 ? gradient : mul(graph, gradient, beta));
  return [
    wants(0) ? (transA ? times(b, gradient, transB, true) : times(gradient, b, false, !transB)) : null,
    wants(1) ? (transB ? times(gradient, a, true, transA) : times(a, gradient, !transA, false)) : null,
    c && wants(2) ? sumToShape(graph, bias(), c) : null,
  ];
};

function axesOf(context: GradientContext): number[] {
  const rank = context.inputs[0]!.shape.length;
  const given = context.inputs[1] ? constantInput(context, 1) : intsAttribute(context.attributes, 'axes');
  const axes = given?.length ? given : [...Array(rank).keys()];
  return axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
}

/** `value`, a reduction's output or its gradient, with the reduced axes back as extent 1. */
function kept(context: GradientContext, value: Value, axes: number[]): Value {
  return numberAttribute(context.attributes, 'keepdims', 1) === 1
    ? value
    : unsqueeze(context.graph, value, axes);
}

/** How many elements each output of a reduction stands for: a number, or a scalar value where extents are unknown. */
function countOf(context: GradientContext, axes: number[]): Value | number {
  const { graph, inputs, outputs } = context;
  const dims = axes.map((axis) => inputs[0]!.shape[axis]!);
  if (dims.every((dim) => typeof dim === 'number')) return sizeOf(dims);
  const size = (value: Value): Value => cast(graph, emitOne(graph, 'Size', [value]), value.type);
  return div(graph, size(inputs[0]!), size(outputs[0]!));
}

function reduction(
  inner: (context: GradientContext, gradient: Value, y: Value, axes: number[]) => Value,
): GradientRule {
  return (context) => {
    const axes = axesOf(context);
    const gradient = kept(context, context.gradient, axes);
    const y = kept(context, context.outputs[0]!, axes);
    return [expandLike(context.graph, inner(context, gradient, y, axes), context.inputs[0]!), null];
  };
}

/** The gradient goes to the elements equal to the extreme, in equal shares among equals. */
const extreme = reduction(({ graph, inputs }, gradient, y, axes) => {
  const hit = emitOne(graph, 'Equal', [inputs[0]!, y]);
  const share = reduceSum(graph, cast(graph, hit, y.type), axes, true);
  return keepWhere(graph, hit, div(graph, gradient, share));
});

/** Gradient rules of matrix products and reductions. */
export const LINEAR_RULES: Record<string, GradientRule> = {
  MatMul: product,
  FusedMatMul: product,
  Gemm: gemm,
  ReduceSum: reduction((_, gradient) => gradient),
  ReduceMean: reduction((context, gradient, _, axes) => {
    const count = countOf(context, axes);
    return typeof count === 'number'
      ? mul(context.graph, gradient, 1 / count)
      : div(context.graph, gradient, count);
  }),
  ReduceSumSquare: reduction(({ graph, inputs }, gradient) =>
    mul(graph, inputs[0]!, mul(graph, gradient, 2)),
  ),
  ReduceL2: reduction(({ graph, inputs }, gradient, y) => mul(graph, inputs[0]!, div(graph, gradient, y))),
  ReduceL1: reduction(({ graph, inputs }, gradient) =>
    mul(graph, unary(graph, 'Sign', inputs[0]!), gradient),
  ),
  ReduceMax: extreme,
  ReduceMin: extreme,
};
