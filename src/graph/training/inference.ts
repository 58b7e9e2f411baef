import { addInput, addOutput, createGraph, type Graph } from '../graph.js';
import { createNetwork, type Network } from '../network/network.js';
import type { DataType, Dim, Tensor, Value } from '../types.js';

/** What an inference graph is built from. */
export interface InferenceOptions {
  inputs: Readonly<Record<string, { type: DataType; shape: readonly Dim[] }>>;
  /** The same layer calls as in training; the values it gives become the outputs. */
  network: (net: Network, inputs: Readonly<Record<string, Value>>) => Readonly<Record<string, Value>>;
  /** Values of every parameter and running average by name, as a trainer's `parameters()` gives them. */
  parameters: Readonly<Record<string, Tensor>>;
  name?: string;
}

/**
 * Builds the inference graph of a network: weights embedded, batch normalisation by running averages, no
 * dropout. Throws E_GRAPH_INVALID when a parameter has no value, E_GRAPH_SHAPE when it has another shape.
 */
export function buildInference(options: InferenceOptions): Graph {
  const { graph, outputs } = build(options, 'inference');
  for (const [name, value] of Object.entries(outputs)) addOutput(graph, value, name);
  return graph;
}

/** The graph that measures batches, and what it measures: running averages by name, each mean with its variance. */
export interface BatchStatistics {
  graph: Graph;
  pairs: readonly { mean: string; variance: string }[];
}

/**
 * Builds the graph that measures what each batch normalisation of a network would normalise a batch by: its outputs
 * are the batch's means and variances, by the names of the running averages and `/batch`. Throws as `buildInference`.
 */
export function buildBatchStatistics(options: InferenceOptions): BatchStatistics {
  const { graph, net } = build(options, 'statistics');
  const moving = net.statistics.filter(({ next }) => next !== null);
  for (const { name, next } of moving) addOutput(graph, next!, `${name}/batch`);
  const pairs = moving.flatMap(({ name: mean, variance }) => (variance === null ? [] : [{ mean, variance }]));
  return { graph, pairs };
}

function build(
  options: InferenceOptions,
  mode: Network['mode'],
): { graph: Graph; net: Network; outputs: Readonly<Record<string, Value>> } {
  const graph = createGraph({ name: options.name ?? 'network' });
  const inputs = Object.fromEntries(
    Object.entries(options.inputs).map(([name, { type, shape }]) => [
      name,
      addInput(graph, name, type, shape),
    ]),
  );
  const net = createNetwork(graph, { mode, values: options.parameters });
  return { graph, net, outputs: options.network(net, inputs) };
}
