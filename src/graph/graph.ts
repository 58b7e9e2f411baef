import { AssayError } from '../errors.js';
import type { Attributes } from './attributes.js';
import { formatShape, type DataType, type Dim, type Tensor, type Value } from './types.js';

/** A node of a graph under construction. */
export interface GraphNode {
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/**
 * A stretch of nodes that counts as one for differentiation, because its gradient is known in a form
 * better than the chain of its parts (see `composite`).
 */
export interface Composite {
  /** The nodes `[first, end)` of the graph. */
  readonly first: number;
  readonly end: number;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly rule: (outputGradients: readonly (Value | null)[]) => readonly (Value | null)[];
}

/**
 * What a graph is written for: any engine; one that convolves in blocks of so many channels (see `inChannelBlocks`);
 * or one that computes on a graphics processor (see `forGraphics`).
 */
export type Target = { kind: 'any' } | { kind: 'blocks'; channels: number } | { kind: 'graphics' };

/** An ONNX graph under construction: nodes in an order in which they can run. Made by `createGraph`. */
export interface Graph {
  readonly name: string;
  readonly opset: number;
  readonly target: Target;
  readonly inputs: Value[];
  readonly outputs: { name: string; value: Value }[];
  readonly outputNames: Set<string>;
  readonly constants: Map<string, Tensor>;
  readonly nodes: GraphNode[];
  readonly composites: Composite[];
  readonly values: Map<string, Value>;
  /** Extents of integer vectors that are known while building: what Shape, Gather and Concat compute. */
  readonly known: Map<string, readonly Dim[]>;
  /** Constants made once and shared, by content. */
  readonly shared: Map<string, Value>;
  /** Counts made names. */
  serial: number;
}

/** An empty graph over version `opset` of the standard operators. */
export function createGraph(options: { opset?: number; name?: string; target?: Target } = {}): Graph {
  const { opset = 17, name = 'assay', target = { kind: 'any' } } = options;
  return {
    name,
    opset,
    target,
    inputs: [],
    outputs: [],
    outputNames: new Set(),
    constants: new Map(),
    nodes: [],
    composites: [],
    values: new Map(),
    known: new Map(),
    shared: new Map(),
    serial: 0,
  };
}

/** A copy of a graph with these nodes in place of its own, to which more can be added: what a lowering fills. */
export function withNodes(graph: Graph, nodes: readonly GraphNode[]): Graph {
  return {
    ...graph,
    nodes: [...nodes],
    values: new Map(graph.values),
    constants: new Map(graph.constants),
    known: new Map(graph.known),
    shared: new Map(graph.shared),
  };
}

/** Adds an input. Throws E_GRAPH_INVALID when the name is taken. */
export function addInput(graph: Graph, name: string, type: DataType, shape: readonly Dim[]): Value {
  const value = addValue(graph, name, type, shape);
  graph.inputs.push(value);
  return value;
}

/** Adds a constant (an ONNX initializer). Throws E_GRAPH_INVALID when the name is taken. */
export function addConstant(graph: Graph, tensor: Tensor, name?: string): Value {
  const value = addValue(graph, name ?? freshName(graph, 'constant'), tensor.type, tensor.dims);
  graph.constants.set(value.name, tensor);
  return value;
}

/** A small constant, made once for each content: axes, shapes, scalars. */
export function sharedConstant(graph: Graph, tensor: Tensor): Value {
  const key = `${tensor.type}[${tensor.dims.join()}]${tensor.data.join()}`;
  const known = graph.shared.get(key);
  if (known !== undefined) return known;
  const value = addConstant(graph, tensor);
  graph.shared.set(key, value);
  return value;
}

/** Names a value as an output; the same value may be given under several names. Throws E_GRAPH_INVALID. */
export function addOutput(graph: Graph, value: Value, name: string): void {
  if (graph.values.get(value.name) !== value) {
    throw new AssayError(
      'E_GRAPH_INVALID',
      `Output "${name}" is a value of another graph ("${value.name}"). Give a value of this one.`,
    );
  }
  if (name !== value.name && isTaken(graph, name)) {
    throw new AssayError('E_GRAPH_INVALID', `The name "${name}" is taken. Give each output its own name.`);
  }
  graph.outputNames.add(name);
  graph.outputs.push({ name, value });
}

/** Registers a value under its name. Throws E_GRAPH_INVALID when the name is empty or taken. */
export function addValue(graph: Graph, name: string, type: DataType, shape: readonly Dim[]): Value {
  if (name === '' || isTaken(graph, name)) {
    const why = name === '' ? 'A value has an empty name' : `The name "${name}" is taken in this graph`;
    throw new AssayError('E_GRAPH_INVALID', `${why}. Give each input, constant and output its own name.`);
  }
  if (shape.some((dim) => typeof dim === 'number' && (!Number.isSafeInteger(dim) || dim < 0))) {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `"${name}" would have shape ${formatShape(shape)}: extents are whole numbers from 0 up, or names.`,
    );
  }
  const value: Value = { name, type, shape: [...shape] };
  graph.values.set(name, value);
  return value;
}

/** A name not yet taken, from a stem. */
export function freshName(graph: Graph, stem: string): string {
  for (;;) {
    const name = `${stem}_${graph.serial++}`;
    if (!isTaken(graph, name)) return name;
  }
}

function isTaken(graph: Graph, name: string): boolean {
  return graph.values.has(name) || graph.outputNames.has(name);
}

/** A name for an extent that is known only when the graph runs. */
export function freshDim(graph: Graph): string {
  return `dim_${graph.serial++}`;
}

/** The numbers of a constant value, or undefined when it is not a constant. */
export function constantNumbers(graph: Graph, value: Value | null | undefined): number[] | undefined {
  const tensor = value ? graph.constants.get(value.name) : undefined;
  return tensor && tensor.type !== 'float16' ? Array.from(tensor.data, Number) : undefined;
}
