import type { Graph } from './graph.js';
import { elementBytes, type Value } from './types.js';

/**
 * The bytes that a graph's values take at most at one time when its nodes run in order and each value is
 * freed after its last use: constants, inputs and outputs throughout, the rest from node to node. A lower
 * bound of what an engine needs, and near it: engines reuse memory the same way but for packing and
 * rounding. Undefined when an extent is not known while building.
 */
export function peakBytes(graph: Graph): number | undefined {
  const lastUse = new Map<string, number>();
  graph.nodes.forEach((node, at) => {
    for (const input of node.inputs) if (input) lastUse.set(input.name, at);
  });
  const kept = new Set(graph.outputs.map((output) => output.value.name));
  let now = 0;
  for (const value of graph.inputs) now += bytesOfValue(value);
  for (const name of graph.constants.keys())
    if (lastUse.has(name)) now += bytesOfValue(graph.values.get(name)!);
  let peak = now;
  graph.nodes.forEach((node, at) => {
    const used = node.outputs.filter((output) => lastUse.has(output.name) || kept.has(output.name));
    for (const output of used) now += bytesOfValue(output);
    peak = Math.max(peak, now);
    for (const input of new Set(node.inputs)) {
      const fixed = !input || graph.constants.has(input.name) || graph.inputs.includes(input);
      if (!fixed && lastUse.get(input.name) === at && !kept.has(input.name)) now -= bytesOfValue(input);
    }
  });
  return Number.isNaN(peak) ? undefined : peak;
}

/** Bytes of a value's elements; NaN when an extent is not known. */
export function bytesOfValue(value: Value): number {
  const size = value.shape.reduce<number>(
    (product, dim) => product * (typeof dim === 'number' ? dim : NaN),
    1,
  );
  return size * elementBytes(value.type);
}
