import { AssayError } from '../../errors.js';
import { addConstant, sharedConstant, type Composite, type Graph, type GraphNode } from '../graph.js';
import { add, expandLike, isStatic } from '../ops.js';
import { formatShape, scalar, sizeOf, tensor, type Value } from '../types.js';
import { notDifferentiable } from './rule.js';
import { GRADIENT_RULES } from './rules.js';

/**
 * Reverse-mode differentiation: adds to the graph what computes the gradient of a scalar `loss` with
 * respect to each value of `wrt`, and gives those gradients in the same order. A value on which the loss
 * does not depend gets zeros.
 * Throws E_GRAPH_NOT_DIFFERENTIABLE, naming the operator, when the way to one of them passes a node
 * without a gradient; E_GRAPH_SHAPE when the loss is not one number.
 */
export function gradients(graph: Graph, loss: Value, wrt: readonly Value[]): Value[] {
  if (!isStatic(loss.shape) || sizeOf(loss.shape) !== 1) {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `A loss is one number, but "${loss.name}" has shape ${formatShape(loss.shape)}. Take its mean or sum.`,
    );
  }
  const end = graph.nodes.length;
  const depends = dependents(graph, wrt, end);
  const arrived = new Map<string, Value>();
  const arrive = (value: Value, gradient: Value | null | undefined): void => {
    if (!gradient || !depends.has(value.name)) return;
    const before = arrived.get(value.name);
    arrived.set(value.name, before ? add(graph, before, gradient) : gradient);
  };
  arrive(loss, sharedConstant(graph, tensor(loss.type, loss.shape, [1])));
  const composites = outermost(graph, end);
  for (let at = end - 1; at >= 0; at--) {
    const composite = composites[at];
    if (composite) {
      if (composite.outputs.some((output) => arrived.has(output.name))) {
        const given = composite.rule(composite.outputs.map((output) => arrived.get(output.name) ?? null));
        composite.inputs.forEach((input, i) => arrive(input, given[i]));
      }
      at = composite.first;
      continue;
    }
    const node = graph.nodes[at]!;
    if (!node.outputs.some((output) => arrived.has(output.name))) continue;
    backward(graph, node, arrived, depends).forEach((gradient, i) => {
      const input = node.inputs[i];
      if (input) arrive(input, gradient);
    });
  }
  return wrt.map((value) => arrived.get(value.name) ?? zerosLike(graph, value));
}

function backward(
  graph: Graph,
  node: GraphNode,
  arrived: ReadonlyMap<string, Value>,
  depends: ReadonlySet<string>,
): (Value | null)[] {
  const rule = GRADIENT_RULES.get(node.opType);
  if (!rule) throw notDifferentiable(node);
  const outputGradients = node.outputs.map((output) => arrived.get(output.name) ?? null);
  if (!outputGradients[0] && node.opType !== 'Split') {
    throw notDifferentiable(node, 'has a gradient for its first output only');
  }
  return rule({
    graph,
    node,
    attributes: node.attributes,
    inputs: node.inputs,
    outputs: node.outputs,
    gradient: outputGradients[0]!,
    outputGradients,
    wants: (input) => depends.has(node.inputs[input]?.name ?? ''),
  });
}

/** The floating-point values that change when one of `wrt` does. */
function dependents(graph: Graph, wrt: readonly Value[], end: number): Set<string> {
  const depends = new Set(wrt.map((value) => value.name));
  for (const node of graph.nodes.slice(0, end)) {
    if (!node.inputs.some((input) => input && depends.has(input.name))) continue;
    for (const output of node.outputs) if (output.type.startsWith('float')) depends.add(output.name);
  }
  return depends;
}

/** For the last node of each composite that lies in no other, that composite. */
function outermost(graph: Graph, end: number): (Composite | undefined)[] {
  const at: (Composite | undefined)[] = new Array<undefined>(end).fill(undefined);
  for (const composite of graph.composites) {
    // A composite is recorded after those inside it, so it may clear them.
    at.fill(undefined, composite.first, composite.end);
    at[composite.end - 1] = composite;
  }
  return at;
}

function zerosLike(graph: Graph, value: Value): Value {
  const zero = scalar(0, value.type);
  return isStatic(value.shape)
    ? addConstant(graph, tensor(value.type, value.shape, new Array<number>(sizeOf(value.shape)).fill(0)))
    : expandLike(graph, sharedConstant(graph, zero), value);
}

/**
 * Builds a stretch of graph whose gradient is given as a whole: `rule` takes the gradients of the outputs
 * (null where none flows) and gives those of `inputs`. Values made inside and not among the outputs must
 * not lead to the loss by another way.
 */
export function composite(
  graph: Graph,
  inputs: readonly Value[],
  build: () => readonly Value[],
  rule: Composite['rule'],
): readonly Value[] {
  const first = graph.nodes.length;
  const outputs = build();
  const end = graph.nodes.length;
  if (end > first) graph.composites.push({ first, end, inputs, outputs, rule });
  return outputs;
}
