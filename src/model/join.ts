import type { Attribute, OnnxModel, OnnxNode, OnnxValueInfo } from '../graph/index.js';
import { AssayError } from '../errors.js';

/** A model that becomes part of a larger one. */
export interface Part {
  model: OnnxModel;
  /** Put before each of its names, so that parts do not clash. */
  prefix: string;
  /** New names for some of its values, whole: what it takes from the parts before it, and what it gives. */
  names: Readonly<Record<string, string>>;
}

/**
 * Chains models into one: what a part reads by name, an earlier part has made. Nodes are kept as they are and
 * run as the first part's operator set has them, so the others hold only operators that mean the same there. Inputs are the first part's, outputs the last one's.
 * Throws E_ONNX_UNSUPPORTED when a part holds control flow, whose inner names cannot be changed.
 */
export function joinModels(parts: readonly [Part, ...Part[]], name: string): OnnxModel {
  const renamed = parts.map(rename);
  const first = renamed[0]!;
  const last = renamed.at(-1)!;
  return {
    irVersion: Math.max(...renamed.map((model) => model.irVersion)),
    opset: first.opset,
    domains: Object.assign({}, ...renamed.map((model) => model.domains)) as Record<string, number>,
    producer: first.producer,
    graphName: name,
    nodes: renamed.flatMap((model) => model.nodes),
    initializers: new Map(renamed.flatMap((model) => [...model.initializers])),
    inputs: first.inputs,
    outputs: last.outputs,
    valueInfo: new Map(),
    metadata: {},
  };
}

function rename({ model, prefix, names }: Part): OnnxModel {
  const to = (name: string): string => {
    if (name === '') return '';
    return Object.hasOwn(names, name) ? names[name]! : prefix + name;
  };
  const info = (value: OnnxValueInfo): OnnxValueInfo => ({ ...value, name: to(value.name) });
  return {
    ...model,
    nodes: model.nodes.map((node) => ({
      ...plain(node),
      inputs: node.inputs.map(to),
      outputs: node.outputs.map(to),
    })),
    initializers: new Map([...model.initializers].map(([name, tensor]) => [to(name), tensor])),
    inputs: model.inputs.map(info),
    outputs: model.outputs.map(info),
  };
}

function plain(node: OnnxNode): OnnxNode {
  const bodied = Object.values<Attribute>(node.attributes).some((attribute) => attribute.kind === 'graph');
  if (!bodied) return { ...node, name: '' };
  throw new AssayError(
    'E_ONNX_UNSUPPORTED',
    `The model holds control flow (${node.opType}). Export it with fixed shapes, so that loops and branches unroll.`,
  );
}
