import { constantNumbers, type Graph, type GraphNode } from '../graph.js';
import { sizeOf } from '../types.js';
import { ELEMENT_REFERENCE } from './reference-elements.js';
import { LINEAR_REFERENCE } from './reference-linear.js';
import { RESIZE_REFERENCE } from './reference-resize.js';
import { SHAPE_REFERENCE } from './reference-shapes.js';
import { SPATIAL_REFERENCE } from './reference-spatial.js';

/** A tensor of the reference interpreter: every type as float64. */
export interface Real {
  dims: number[];
  data: Float64Array;
}

/** A forward rule of the reference interpreter, written with plain loops and without the engine. */
export type Forward = (node: GraphNode, inputs: (Real | undefined)[]) => Real[];

const FORWARD: Record<string, Forward> = {
  ...ELEMENT_REFERENCE,
  ...SHAPE_REFERENCE,
  ...LINEAR_REFERENCE,
  ...SPATIAL_REFERENCE,
  ...RESIZE_REFERENCE,
};

/** A tensor from plain numbers. */
export function real(dims: readonly number[], data: ArrayLike<number>): Real {
  return { dims: [...dims], data: Float64Array.from(data) };
}

/**
 * Runs the forward part of a graph in float64, node by node: the yardstick of the gradient tests. Shares
 * nothing with the gradient rules or with onnxruntime.
 */
export function evaluate(
  graph: Graph,
  feeds: Readonly<Record<string, Real>>,
  nodes: readonly GraphNode[] = graph.nodes,
): Map<string, Real> {
  const values = new Map<string, Real>(Object.entries(feeds));
  const look = (name: string): Real => {
    const value = values.get(name);
    if (value) return value;
    const tensor = graph.constants.get(name);
    const numbers = constantNumbers(graph, graph.values.get(name));
    if (!tensor || !numbers) throw new Error(`the reference has no value for ${name}`);
    return real(tensor.dims, numbers);
  };
  for (const node of nodes) {
    const forward = FORWARD[node.opType];
    if (!forward) throw new Error(`the reference does not know ${node.opType}`);
    const results = forward(
      node,
      node.inputs.map((input) => (input ? look(input.name) : undefined)),
    );
    node.outputs.forEach((output, i) => {
      const result = results[i]!;
      if (result.data.length !== sizeOf(result.dims)) throw new Error(`${node.opType} gave a wrong size`);
      values.set(output.name, result);
    });
  }
  return values;
}
