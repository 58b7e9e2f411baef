import { AssayError } from '../errors.js';
import { toAttributes, type AttributeValue } from './attributes.js';
import { addValue, freshName, type Graph } from './graph.js';
import type { ShapeContext, ShapeRule } from './shapes/context.js';
import { ELEMENTWISE_SHAPES } from './shapes/elementwise.js';
import { inferKnown } from './shapes/known.js';
import { LINEAR_SHAPES } from './shapes/linear.js';
import { SPATIAL_SHAPES } from './shapes/spatial.js';
import { STRUCTURE_SHAPES } from './shapes/structure.js';
import type { Value, ValueType } from './types.js';

const SHAPES: ReadonlyMap<string, ShapeRule> = new Map(
  Object.entries({ ...ELEMENTWISE_SHAPES, ...STRUCTURE_SHAPES, ...LINEAR_SHAPES, ...SPATIAL_SHAPES }),
);

/** What `emit` may be told beyond operator, inputs and attributes. */
export interface EmitOptions {
  /** Operator domain; the standard one by default, `com.microsoft` for onnxruntime's own. */
  domain?: string;
  /** Types and shapes of the outputs, for operators without a shape rule here. */
  outputs?: readonly ValueType[];
  /** Like `outputs`, but only where there is no shape rule: what a file says of its own values. */
  fallback?: readonly ValueType[];
  /** Names of the outputs; by default (and for an empty one) the operator's name and a number. */
  names?: readonly string[];
}

/**
 * Adds a node and gives its outputs, with their types and shapes inferred (optional second outputs of
 * MaxPool, Dropout and LayerNormalization come only when `names` asks for them).
 * Throws E_GRAPH_SHAPE, printing the shapes, when the inputs do not fit; E_GRAPH_INVALID when an input is
 * missing or foreign, or an operator without a shape rule comes without `outputs`.
 */
export function emit(
  graph: Graph,
  opType: string,
  inputs: readonly (Value | null)[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
  options: EmitOptions = {},
): Value[] {
  const { domain = '', names } = options;
  for (const input of inputs) {
    if (input && graph.values.get(input.name) !== input) {
      throw new AssayError(
        'E_GRAPH_INVALID',
        `${opType} was given "${input.name}", which is a value of another graph. Give values of this one.`,
      );
    }
  }
  const context: ShapeContext = { graph, opType, inputs, attributes: toAttributes(attributes) };
  const types = options.outputs ?? infer(context, options.fallback);
  const wanted = names?.length ?? (opType === 'Split' || options.outputs ? types.length : 1);
  if (wanted > types.length) {
    throw new AssayError(
      'E_GRAPH_INVALID',
      `${opType} has ${types.length} outputs, but ${wanted} were named.`,
    );
  }
  const outputs = types
    .slice(0, wanted)
    .map(({ type, shape }, i) => addValue(graph, names?.[i] || freshName(graph, opType), type, shape));
  graph.nodes.push({ opType, domain, inputs: [...inputs], outputs, attributes: context.attributes });
  const [only] = outputs;
  if (only && (only.type === 'int64' || only.type === 'int32') && only.shape.length <= 1) {
    const known = inferKnown(context);
    if (known) graph.known.set(only.name, known);
  }
  return outputs;
}

/** `emit` for operators with one output. */
export function emitOne(
  graph: Graph,
  opType: string,
  inputs: readonly (Value | null)[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
  options: EmitOptions = {},
): Value {
  return emit(graph, opType, inputs, attributes, options)[0]!;
}

function infer(context: ShapeContext, fallback?: readonly ValueType[]): readonly ValueType[] {
  const rule = SHAPES.get(context.opType);
  if (rule) return rule(context);
  if (fallback) return fallback;
  throw new AssayError(
    'E_GRAPH_INVALID',
    `No shape rule for the operator ${context.opType}. Give the types and shapes of its outputs.`,
  );
}
