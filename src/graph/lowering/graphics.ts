import { numberAttribute } from '../attributes.js';
import { type Graph, type GraphNode, withNodes } from '../graph.js';
import { padZero } from '../ops.js';
import type { Value } from '../types.js';

/**
 * The same graph for onnxruntime's WebGPU. Its version 1.30 computes convolutions wrongly whose channels are a multiple
 * of 3 above 3 and not of 4: those get channels of zeros.
 */
export function forGraphics(graph: Graph): Graph {
  const lowered = withNodes(graph, []);
  for (const node of graph.nodes) {
    lowered.nodes.push(isMiscomputed(node) ? withWholeFours(lowered, node) : node);
  }
  return lowered;
}

function isMiscomputed({ opType, domain, inputs, attributes }: GraphNode): boolean {
  if (opType !== 'Conv' || domain !== '' || numberAttribute(attributes, 'group', 1) > 1) return false;
  const channels = Number(inputs[0]!.shape[1]);
  return channels > 3 && channels % 3 === 0 && channels % 4 !== 0;
}

/** Adds the padding to the graph and gives the convolution that takes it. */
function withWholeFours(graph: Graph, node: GraphNode): GraphNode {
  const [x, kernel, ...others] = node.inputs as [Value, Value, ...Value[]];
  const missing = 4 - (Number(x.shape[1]) % 4);
  const widened = (value: Value): Value => {
    const none = value.shape.map(() => 0);
    return padZero(graph, value, [...none, 0, missing, ...none.slice(2)]);
  };
  return { ...node, inputs: [widened(x), widened(kernel), ...others] };
}
