import { AssayError } from '../errors.js';
import { emit } from './emit.js';
import { addConstant, type Graph } from './graph.js';
import type { OnnxModel, OnnxNode } from './model.js';
import { formatShape, type Dim, type Tensor, type Value, type ValueType } from './types.js';
import { upgradeNode } from './upgrade.js';

/** Where an imported model goes. */
export interface ImportOptions {
  /** A value of the graph for each input of the model (or for any inner value: what made it is then left out). */
  inputs: Readonly<Record<string, Value>>;
  /** Names of the values wanted, inner ones too; the model's own outputs by default. */
  outputs?: readonly string[];
  /** Put before every name of the model, so that several models fit one graph. */
  prefix: string;
}

/**
 * Inlines a parsed model into a graph and gives its outputs by their names in the model. Only the nodes
 * that those outputs need come in; nodes of older or newer operator sets are rewritten to the graph's.
 * Throws E_ONNX_INVALID (a value made twice, never, or after its use), E_ONNX_UNSUPPORTED (control flow, an
 * operator without a counterpart), E_GRAPH_INVALID (an input or output not named rightly), E_GRAPH_SHAPE.
 */
export function importModel(graph: Graph, model: OnnxModel, options: ImportOptions): Record<string, Value> {
  return inlineModel(graph, model, options, {});
}

/** Ways to put something else in place of a model's weights and nodes. */
export interface InlineHooks {
  /** A value in place of the weights of this name; undefined for a constant. */
  weights?: (name: string, tensor: Tensor) => Value | undefined;
  /** The outputs in place of a node; undefined for the node itself. */
  node?: (node: OnnxNode, lookUp: (name: string) => Value) => Value[] | undefined;
}

/** `importModel` with parts replaced. */
export function inlineModel(
  graph: Graph,
  model: OnnxModel,
  options: ImportOptions,
  hooks: InlineHooks,
): Record<string, Value> {
  const { inputs, prefix, outputs = model.outputs.map((output) => output.name) } = options;
  const made = new Map<string, Value>(Object.entries(inputs));
  checkInputs(model, inputs);
  const wanted = neededNodes(model, new Set(made.keys()), outputs);
  const lookUp = (name: string, node: OnnxNode | undefined): Value => {
    const value = made.get(name);
    if (value) return value;
    const constant = model.initializers.get(name);
    if (constant) {
      const added = hooks.weights?.(name, constant) ?? addConstant(graph, constant, prefix + name);
      made.set(name, added);
      return added;
    }
    if (node === undefined || model.inputs.some((input) => input.name === name)) {
      throw missing(model, name);
    }
    throw new AssayError(
      'E_ONNX_INVALID',
      `The model's node ${node.opType} uses "${name}" before anything makes it. Export the model again.`,
    );
  };
  for (const node of wanted) {
    const results =
      hooks.node?.(node, (name) => lookUp(name, node)) ??
      addNode(
        graph,
        model,
        node,
        node.inputs.map((name) => (name === '' ? null : lookUp(name, node))),
        prefix,
      );
    node.outputs.forEach((name, i) => {
      const value = results[i];
      if (name === '' || value === undefined) return;
      if (made.has(name) && !Object.hasOwn(inputs, name)) {
        throw new AssayError('E_ONNX_INVALID', `The model makes "${name}" twice. Export the model again.`);
      }
      if (!made.has(name)) made.set(name, value);
    });
  }
  return Object.fromEntries(outputs.map((name) => [name, lookUp(name, undefined)]));
}

function addNode(
  graph: Graph,
  model: OnnxModel,
  node: OnnxNode,
  inputs: (Value | null)[],
  prefix: string,
): Value[] {
  const body = Object.entries(node.attributes).find(([, attribute]) => attribute.kind === 'graph');
  if (body) {
    throw new AssayError(
      'E_ONNX_UNSUPPORTED',
      `The model holds control flow (${node.opType}). Export it with fixed shapes, so that loops and branches unroll.`,
    );
  }
  return upgradeNode({
    graph,
    opset: node.domain === '' ? model.opset : graph.opset,
    node,
    inputs,
    names: withoutTrailing(node.outputs).map((name) => (name === '' ? '' : prefix + name)),
    emit: (opType, values, attributes, names) =>
      emit(graph, opType, values, attributes, {
        domain: node.domain,
        names,
        ...declaredTypes(model, node),
      }),
  });
}

/** Optional outputs at the end that the file leaves out are not asked for. */
function withoutTrailing(names: readonly string[]): string[] {
  const kept = [...names];
  while (kept.length > 1 && kept.at(-1) === '') kept.pop();
  return kept;
}

/** For operators without a shape rule here, what the file itself says of the outputs. */
function declaredTypes(model: OnnxModel, node: OnnxNode): { fallback?: ValueType[] } {
  const types: ValueType[] = [];
  for (const name of node.outputs) {
    const info = model.valueInfo.get(name) ?? model.outputs.find((output) => output.name === name);
    if (!info?.type || !info.shape) return {};
    types.push({ type: info.type, shape: info.shape });
  }
  return { fallback: types };
}

/** The nodes needed for `outputs` when the values in `given` are already there, in file order. */
export function neededNodes(
  model: OnnxModel,
  given: ReadonlySet<string>,
  outputs: readonly string[],
): OnnxNode[] {
  const maker = new Map<string, OnnxNode>();
  for (const node of model.nodes) for (const name of node.outputs) if (name !== '') maker.set(name, node);
  const needed = new Set<OnnxNode>();
  const open = outputs.filter((name) => !given.has(name));
  for (const name of open) {
    if (!maker.has(name) && !model.initializers.has(name)) throw missing(model, name);
  }
  while (open.length > 0) {
    const node = maker.get(open.pop()!);
    if (!node || needed.has(node)) continue;
    needed.add(node);
    for (const input of node.inputs) if (input !== '' && !given.has(input)) open.push(input);
  }
  return model.nodes.filter((node) => needed.has(node));
}

function missing(model: OnnxModel, name: string): AssayError {
  const input = model.inputs.some((candidate) => candidate.name === name);
  return new AssayError(
    'E_GRAPH_INVALID',
    input
      ? `The model's input "${name}" was given no value. Its inputs: ${model.inputs.map((i) => i.name).join(', ')}.`
      : `The model has no value "${name}". Its outputs: ${model.outputs.map((o) => o.name).join(', ')}.`,
  );
}

function checkInputs(model: OnnxModel, inputs: Readonly<Record<string, Value>>): void {
  for (const { name, type, shape } of model.inputs) {
    const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (!value) continue;
    const clash = (dim: Dim, i: number): boolean =>
      typeof dim === 'number' && typeof value.shape[i] === 'number' && dim !== value.shape[i];
    if (
      (type && type !== value.type) ||
      (shape && (shape.length !== value.shape.length || shape.some(clash)))
    ) {
      throw new AssayError(
        'E_GRAPH_SHAPE',
        `The model's input "${name}" is ${type ?? 'any'}${formatShape(shape ?? [])}, but "${value.name}" is ${value.type}${formatShape(value.shape)}. Give a value of that type and shape.`,
      );
    }
  }
}
