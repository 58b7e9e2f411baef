import { AssayError } from '../../errors.js';
import type { Attributes } from '../attributes.js';
import { constantNumbers, type Graph } from '../graph.js';
import { formatShape, type Dim, type Value, type ValueType } from '../types.js';

/** What a shape rule sees of the node to be made. */
export interface ShapeContext {
  readonly graph: Graph;
  readonly opType: string;
  readonly inputs: readonly (Value | null)[];
  readonly attributes: Attributes;
}

/** Gives the types and shapes of a node's outputs, or throws E_GRAPH_SHAPE / E_GRAPH_INVALID. */
export type ShapeRule = (context: ShapeContext) => ValueType[];

/** The input at `index`. Throws E_GRAPH_INVALID when it is missing. */
export function inputAt(context: ShapeContext, index: number): Value {
  const value = context.inputs[index];
  if (!value) {
    throw new AssayError(
      'E_GRAPH_INVALID',
      `${context.opType} needs an input at place ${index}, but it has ${context.inputs.length} and none there.`,
    );
  }
  return value;
}

/** The error for inputs that an operator cannot take: shows every shape. */
export function shapeError(context: ShapeContext, what: string): AssayError {
  const shapes = context.inputs.map((input) =>
    input ? `${input.name} ${input.type}${formatShape(input.shape)}` : 'none',
  );
  return new AssayError('E_GRAPH_SHAPE', `${context.opType}: ${what}. Inputs: ${shapes.join('; ')}.`);
}

/** An axis counted from the front. Throws E_GRAPH_SHAPE when it is outside the rank. */
export function axisOf(context: ShapeContext, axis: number, rank: number): number {
  const front = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(front) || front < 0 || front >= rank) {
    throw shapeError(context, `axis ${axis} is outside a shape of ${rank} dimensions`);
  }
  return front;
}

/** The integers that an input holds, where they are known while building. */
export function knownInts(context: ShapeContext, index: number): number[] | undefined {
  const dims = knownDims(context.graph, context.inputs[index]);
  return dims?.every((dim) => typeof dim === 'number') ? (dims as number[]) : undefined;
}

/** The extents that an integer vector (or scalar) holds, where they are known while building, be it by name. */
export function knownDims(graph: Graph, value: Value | null | undefined): readonly Dim[] | undefined {
  if (!value || (value.type !== 'int64' && value.type !== 'int32')) return undefined;
  return graph.known.get(value.name) ?? constantNumbers(graph, value);
}

/** The shape to which two shapes broadcast, as numpy does; a name beside another name is taken as equal. */
export function broadcastShapes(context: ShapeContext, a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[i - rank + a.length] ?? 1;
    const right = b[i - rank + b.length] ?? 1;
    if (left === 1) return right;
    if (right === 1 || left === right) return left;
    if (typeof left === 'string') return right;
    if (typeof right === 'string') return left;
    throw shapeError(context, `shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast`);
  });
}
