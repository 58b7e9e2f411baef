import { emitOne } from './emit.js';
import { sharedConstant, type Graph } from './graph.js';
import { codeOfType, ints, tensor, type DataType, type Dim, type Value } from './types.js';

/** A value, or a number that becomes a constant of the other operand's type. */
export type Operand = Value | number;

function binary(graph: Graph, opType: string, a: Operand, b: Operand): Value {
  const [left, right] = alignScalars(graph, a, b);
  return emitOne(graph, opType, [left, right]);
}

/**
 * Both operands as values, scalars with as many dimensions as the other side: onnxruntime 1.30 broadcasts a
 * number without dimensions over `[960, 160, 1, 1]` 25 times slower than one of shape `[1, 1, 1, 1]`.
 */
function alignScalars(graph: Graph, a: Operand, b: Operand): [Value, Value] {
  const rank = Math.max(...[a, b].map((side) => (typeof side === 'object' ? side.shape.length : 0)));
  const ones = new Array<number>(rank).fill(1);
  const type = typeof a === 'object' ? a.type : typeof b === 'object' ? b.type : 'float32';
  const align = (side: Operand): Value => {
    if (typeof side === 'number') return sharedConstant(graph, tensor(type, ones, [side]));
    if (side.shape.length > 0 || rank < 3) return side;
    return reshape(graph, side, ones);
  };
  return [align(a), align(b)];
}

/** a + b, broadcast. */
export function add(graph: Graph, a: Operand, b: Operand): Value {
  return binary(graph, 'Add', a, b);
}

/** a - b, broadcast. */
export function sub(graph: Graph, a: Operand, b: Operand): Value {
  return binary(graph, 'Sub', a, b);
}

/** a · b element by element, broadcast. */
export function mul(graph: Graph, a: Operand, b: Operand): Value {
  return binary(graph, 'Mul', a, b);
}

/** a / b, broadcast. */
export function div(graph: Graph, a: Operand, b: Operand): Value {
  return binary(graph, 'Div', a, b);
}

/** Truth of a > b, broadcast. */
export function greater(graph: Graph, a: Operand, b: Operand): Value {
  return binary(graph, 'Greater', a, b);
}

/** Truth of a < b, broadcast. */
export function less(graph: Graph, a: Operand, b: Operand): Value {
  return binary(graph, 'Less', a, b);
}

/** Where the condition holds a, else b. */
export function where(graph: Graph, condition: Value, a: Value, b: Value): Value {
  return emitOne(graph, 'Where', [condition, a, b]);
}

/** Where the condition holds a, else 0: as a product, which onnxruntime does twice as fast as Where. */
export function keepWhere(graph: Graph, condition: Value, a: Value): Value {
  return mul(graph, a, cast(graph, condition, a.type));
}

/** An operator of one input and no attributes. */
export function unary(graph: Graph, opType: string, x: Value): Value {
  return emitOne(graph, opType, [x]);
}

/** The same numbers in another type. */
export function cast(graph: Graph, x: Value, type: DataType): Value {
  return x.type === type ? x : emitOne(graph, 'Cast', [x], { to: codeOfType(type) });
}

/** The shape of a value as an int64 vector: a constant where it is known, else computed. */
export function shapeOf(graph: Graph, x: Value): Value {
  return isStatic(x.shape) ? sharedConstant(graph, ints(x.shape)) : emitOne(graph, 'Shape', [x]);
}

/** True when every extent is a number. */
export function isStatic(shape: readonly Dim[]): shape is readonly number[] {
  return shape.every((dim) => typeof dim === 'number');
}

/** The elements of `x` in the shape of `like`. */
export function reshapeLike(graph: Graph, x: Value, like: Value): Value {
  if (sameShape(x.shape, like.shape)) return x;
  const out = emitOne(graph, 'Reshape', [x, shapeOf(graph, like)]);
  return out;
}

/** The elements of `x` in a given shape; one extent may be -1 and 0 keeps an extent. */
export function reshape(graph: Graph, x: Value, shape: readonly number[]): Value {
  return emitOne(graph, 'Reshape', [x, sharedConstant(graph, ints(shape))]);
}

/** `x` repeated to the shape of `like`. */
export function expandLike(graph: Graph, x: Value, like: Value): Value {
  return sameShape(x.shape, like.shape) ? x : emitOne(graph, 'Expand', [x, shapeOf(graph, like)]);
}

/** True when two shapes are the same, names included. */
export function sameShape(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** The sum over axes. */
export function reduceSum(graph: Graph, x: Value, axes: readonly number[], keepdims = false): Value {
  return emitOne(graph, 'ReduceSum', [x, sharedConstant(graph, ints(axes))], { keepdims: keepdims ? 1 : 0 });
}

/** Any other reduction over axes (ReduceMean, ReduceMax, ReduceSumSquare ...). */
export function reduce(
  graph: Graph,
  opType: string,
  x: Value,
  axes: readonly number[],
  keepdims = false,
): Value {
  return emitOne(graph, opType, [x], { axes: [...axes], keepdims: keepdims ? 1 : 0 });
}

/** Adds axes of extent 1 at the given places of the result. */
export function unsqueeze(graph: Graph, x: Value, axes: readonly number[]): Value {
  return emitOne(graph, 'Unsqueeze', [x, sharedConstant(graph, ints(axes))]);
}

/** Axes in another order. */
export function transpose(graph: Graph, x: Value, perm: readonly number[]): Value {
  return emitOne(graph, 'Transpose', [x], { perm: [...perm] });
}

/** Part of some axes: from `starts` to before `ends` in `steps`. */
export function slice(
  graph: Graph,
  x: Value,
  axes: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  steps?: readonly number[],
): Value {
  const constant = (numbers: readonly number[]): Value => sharedConstant(graph, ints(numbers));
  const inputs = [x, constant(starts), constant(ends), constant(axes)];
  return emitOne(graph, 'Slice', steps ? [...inputs, constant(steps)] : inputs);
}

/** Rows of zeros around; `pads` as ONNX has them: all befores, then all afters. Negative ones crop. */
export function padZero(graph: Graph, x: Value, pads: readonly number[]): Value {
  return pads.every((pad) => pad === 0) ? x : emitOne(graph, 'Pad', [x, sharedConstant(graph, ints(pads))]);
}

/** a·b with either side transposed over its last two axes (onnxruntime's FusedMatMul, which copies nothing). */
export function matMul(
  graph: Graph,
  a: Value,
  b: Value,
  options: { transA?: boolean; transB?: boolean; alpha?: number } = {},
): Value {
  const { transA = false, transB = false, alpha = 1 } = options;
  if (a.shape.length === 2 && b.shape.length === 2) {
    return emitOne(graph, 'Gemm', [a, b], { transA: +transA, transB: +transB, alpha });
  }
  if (!transA && !transB && alpha === 1) return emitOne(graph, 'MatMul', [a, b]);
  // onnxruntime has FusedMatMul for processors alone; elsewhere each would go there and back.
  if (graph.target.kind === 'graphics' && alpha === 1) {
    return emitOne(graph, 'MatMul', [
      transA ? lastTwoSwapped(graph, a) : a,
      transB ? lastTwoSwapped(graph, b) : b,
    ]);
  }
  return emitOne(
    graph,
    'FusedMatMul',
    [a, b],
    { transA: +transA, transB: +transB, alpha },
    { domain: 'com.microsoft' },
  );
}

function lastTwoSwapped(graph: Graph, x: Value): Value {
  const axes = [...x.shape.keys()];
  return transpose(graph, x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
}

/** The gradient of a broadcast operand: summed over the axes along which it was repeated. */
export function sumToShape(graph: Graph, gradient: Value, to: Value): Value {
  if (sameShape(gradient.shape, to.shape)) return gradient;
  const extra = gradient.shape.length - to.shape.length;
  const axes = gradient.shape.flatMap((dim, i) =>
    i < extra || (to.shape[i - extra] === 1 && dim !== 1) ? [i] : [],
  );
  if (axes.length === 0) return gradient;
  const summed = reduceSum(graph, gradient, axes, extra === 0);
  return extra === 0 ? summed : reshapeLike(graph, summed, to);
}
