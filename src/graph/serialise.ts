import type { Graph, GraphNode } from './graph.js';
import type { OnnxModel, OnnxNode } from './model.js';
import { writeModel } from './proto/model.js';
import type { Value } from './types.js';

/**
 * The bytes of the graph as an .onnx file. Nodes and constants that no output needs are left out; the same
 * calls give the same bytes. `metadata` goes into metadata_props, sorted by name.
 */
export function serialise(graph: Graph, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  return writeModel(toModel(graph, metadata));
}

/** The graph as an ONNX model in memory, pruned to what its outputs need. */
export function toModel(graph: Graph, metadata: Readonly<Record<string, string>> = {}): OnnxModel {
  const { nodes, needed } = prune(graph);
  const { rename, copies } = nameOutputs(graph, nodes);
  const domains: Record<string, number> = {};
  for (const node of nodes) if (node.domain !== '') domains[node.domain] = 1;
  return {
    irVersion: 8, // the one that goes with opset 17
    opset: graph.opset,
    domains,
    producer: 'assay',
    graphName: graph.name,
    nodes: [...nodes.map((node) => toNode(node, rename)), ...copies],
    initializers: new Map([...graph.constants].filter(([name]) => needed.has(name))),
    inputs: graph.inputs.map(({ name, type, shape }) => ({ name, type, shape: [...shape] })),
    outputs: graph.outputs.map(({ name, value }) => ({ name, type: value.type, shape: [...value.shape] })),
    valueInfo: new Map(),
    metadata: { ...metadata },
  };
}

/** The nodes that the graph's outputs need, in order, and the names of all that those read or give. */
export function prune(graph: Graph): { nodes: GraphNode[]; needed: Set<string> } {
  const needed = new Set(graph.outputs.map((output) => output.value.name));
  const nodes: GraphNode[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((output) => needed.has(output.name))) continue;
    for (const input of node.inputs) if (input) needed.add(input.name);
    nodes.push(node);
  }
  return { nodes: nodes.reverse(), needed };
}

/**
 * ONNX outputs are known by the names of their values. A made value takes the name of its first output;
 * inputs, constants and further names go through Identity.
 */
function nameOutputs(
  graph: Graph,
  nodes: readonly GraphNode[],
): { rename: Map<string, string>; copies: OnnxNode[] } {
  const made = new Set(nodes.flatMap((node) => node.outputs.map((output) => output.name)));
  const rename = new Map<string, string>();
  const copies: OnnxNode[] = [];
  for (const { name, value } of graph.outputs) if (value.name === name) rename.set(name, name);
  for (const { name, value } of graph.outputs) {
    if (value.name === name) continue;
    if (made.has(value.name) && !rename.has(value.name)) {
      rename.set(value.name, name);
    } else {
      copies.push({
        name: '',
        opType: 'Identity',
        domain: '',
        inputs: [rename.get(value.name) ?? value.name],
        outputs: [name],
        attributes: {},
      });
    }
  }
  return { rename, copies };
}

function toNode(node: GraphNode, rename: ReadonlyMap<string, string>): OnnxNode {
  const nameOf = (value: Value | null): string => (value ? (rename.get(value.name) ?? value.name) : '');
  const inputs = node.inputs.map(nameOf);
  while (inputs.at(-1) === '') inputs.pop();
  // Unused outputs keep their names: onnxruntime 1.30 crashes on a Split whose output is left out.
  const outputs = node.outputs.map(nameOf);
  return { name: '', opType: node.opType, domain: node.domain, inputs, outputs, attributes: node.attributes };
}
