import { AssayError } from '../../errors.js';
import type { Attributes } from '../attributes.js';
import { constantNumbers, type Graph, type GraphNode } from '../graph.js';
import type { Value } from '../types.js';

/** What a gradient rule sees: the node, the gradients that reach its outputs, and which inputs want one. */
export interface GradientContext {
  readonly graph: Graph;
  readonly node: GraphNode;
  readonly attributes: Attributes;
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  /** The gradient of the loss with respect to output 0. */
  readonly gradient: Value;
  readonly outputGradients: readonly (Value | null)[];
  /** Whether a gradient of this input is wanted: rules should emit nothing for the others. */
  wants(input: number): boolean;
}

/** Gives the gradient of the loss with respect to each input (null: none wanted, or none flows). */
export type GradientRule = (context: GradientContext) => (Value | null)[];

/** The error for a node through which no gradient goes. */
export function notDifferentiable(node: GraphNode, why = 'has no gradient rule here'): AssayError {
  return new AssayError(
    'E_GRAPH_NOT_DIFFERENTIABLE',
    `${node.opType} (which makes "${node.outputs[0]?.name ?? ''}") ${why}. Train only what comes after it, or replace it.`,
  );
}

/** The numbers of an input that must be constant. Throws E_GRAPH_NOT_DIFFERENTIABLE. */
export function constantInput(context: GradientContext, index: number): number[] {
  const numbers =
    constantNumbers(context.graph, context.inputs[index]) ??
    knownNumbers(context.graph, context.inputs[index]);
  if (!numbers) throw notDifferentiable(context.node, `takes an input ${index} that is not constant`);
  return numbers;
}

function knownNumbers(graph: Graph, value: Value | null | undefined): number[] | undefined {
  const dims = value ? graph.known.get(value.name) : undefined;
  return dims?.every((dim) => typeof dim === 'number') ? (dims as number[]) : undefined;
}
