import { emitOne } from '../emit.js';
import { sharedConstant, type Graph } from '../graph.js';
import { add, div, mul, reduce, unary } from '../ops.js';
import { scalar, type Value } from '../types.js';

/** √Σg² over every gradient: not finite as soon as one of them is not. */
export function globalNorm(graph: Graph, gradients: readonly Value[]): Value {
  const squares = gradients.map((gradient) =>
    reduce(graph, 'ReduceSumSquare', gradient, [...gradient.shape.keys()]),
  );
  const [first, ...rest] = squares;
  if (!first) return sharedConstant(graph, scalar(0));
  const total = rest.reduce((sum, square) => add(graph, sum, square), first);
  return unary(graph, 'Sqrt', total);
}

/** Gradients scaled down together so that their norm is at most `limit` (Pascanu et al. 2013). */
export function clipByNorm(graph: Graph, gradients: readonly Value[], norm: Value, limit: number): Value[] {
  const bound = sharedConstant(graph, scalar(limit));
  const factor = div(graph, bound, emitOne(graph, 'Max', [norm, bound]));
  return gradients.map((gradient) => mul(graph, gradient, factor));
}
