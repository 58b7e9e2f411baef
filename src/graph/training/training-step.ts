import { AssayError } from '../../errors.js';
import { gradients } from '../gradients/gradients.js';
import { addInput, addOutput, createGraph, type Graph, type Target } from '../graph.js';
import { peakBytes } from '../memory.js';
import { inChannelBlocks } from '../lowering/channel-blocks.js';
import { forGraphics } from '../lowering/graphics.js';
import { recompute } from '../lowering/recompute.js';
import { createNetwork, type Network, type Parameter } from '../network/network.js';
import { add, mul, reshape } from '../ops.js';
import type { UpdateStep } from '../optimisers/optimiser.js';
import { serialise } from '../serialise.js';
import type { DataType, Dim, Value } from '../types.js';
import { clipByNorm, globalNorm } from './norm.js';
import type { Accumulator, StateTensor, TrainingStep } from './step-types.js';
import { statisticState, stateOf, updateParameters, type UpdateOptions } from './update.js';

/** What a training step is built from. */
export interface TrainingStepOptions extends UpdateOptions {
  /** Data fed at each step: features, labels, weights. */
  inputs: Readonly<Record<string, { type: DataType; shape: readonly Dim[] }>>;
  /** Builds the network; `loss` is one number, `outputs` come back from each step. */
  network: (
    net: Network,
    inputs: Readonly<Record<string, Value>>,
  ) => { loss: Value; outputs?: Readonly<Record<string, Value>> };
  /** Parameters for which this is false stay as they are. All train by default. */
  trainable?: (name: string) => boolean;
  /** Scales the gradients down together where their norm is larger. */
  clipNorm?: number;
  /** Also builds what sums gradients over several batches before one update. */
  accumulate?: boolean;
  /** Keeps little of the forward pass and computes it anew for the gradients: less memory, more time. */
  recompute?: boolean;
}

/**
 * Builds a training step. Names `loss`, `gradientNorm`, `learningRate`, `step` and `share` are its own.
 * Throws E_GRAPH_NOT_DIFFERENTIABLE, E_GRAPH_SHAPE, E_GRAPH_INVALID, E_ARGUMENT.
 */
export function buildTrainingStep(options: TrainingStepOptions): TrainingStep {
  const { clipNorm } = options;
  if (clipNorm !== undefined && !(clipNorm > 0)) {
    throw new AssayError('E_ARGUMENT', `clipNorm is ${clipNorm}; expected a number above 0.`);
  }
  return buildStep(options, { kind: 'any' });
}

function buildStep(options: TrainingStepOptions, target: Target): TrainingStep {
  const { clipNorm, accumulate = false } = options;
  const part = backward(options, target);
  const { graph, net, trained } = part;
  const update: UpdateStep = {
    graph,
    learningRate: addInput(graph, 'learningRate', 'float32', []),
    step: addInput(graph, 'step', 'float64', []),
  };
  let found = part.found;
  if (accumulate) {
    const share = addInput(graph, 'share', 'float32', []);
    found = accumulated(part).map((sum) => mul(graph, sum, share));
  }
  const norm = globalNorm(graph, found);
  if (clipNorm !== undefined) found = clipByNorm(graph, found, norm, clipNorm);
  finish(part, norm);
  const state: StateTensor[] = [
    ...updateParameters(update, trained, found, options),
    ...net.parameters.filter((parameter) => !trained.includes(parameter)).map(stateOf),
    ...net.statistics.map((statistic) => statisticState(graph, statistic)),
  ];
  const { inputs, outputs } = part;
  const sparing = options.recompute === true ? withRecomputation(part) : graph;
  return {
    bytes: written(sparing),
    peakBytes: peakBytes(sparing),
    inputs: Object.values(inputs).map(({ name, type, shape }) => ({ name, type, shape })),
    outputs: Object.entries(outputs).map(([name, { type, shape }]) => ({ name, type, shape })),
    masks: net.masks.map(({ name, shape, keepRate }) => ({ name, shape, keepRate })),
    state,
    layers: net.layers,
    accumulation: accumulate ? buildAccumulation(options, target) : null,
    writtenFor: (other) => buildStep(options, other),
  };
}

/** A graph up to the gradients of its trained parameters. */
interface Backward {
  graph: Graph;
  net: Network;
  inputs: Record<string, Value>;
  outputs: Readonly<Record<string, Value>>;
  loss: Value;
  trained: Parameter[];
  found: Value[];
  /** Nodes of the forward pass: the first of the graph. */
  end: number;
}

function backward(options: TrainingStepOptions, target: Target): Backward {
  const { rate = () => 1, trainable = () => true } = options;
  const graph = createGraph({ name: 'training-step', target });
  const inputs = Object.fromEntries(
    Object.entries(options.inputs).map(([name, { type, shape }]) => [
      name,
      addInput(graph, name, type, shape),
    ]),
  );
  const net = createNetwork(graph, {
    mode: 'train',
    trainable: (name) => trainable(name) && rate(name) !== 0,
  });
  const { loss, outputs = {} } = options.network(net, inputs);
  const trained = net.parameters.filter((parameter) => parameter.trainable);
  const end = graph.nodes.length;
  const found = gradients(
    graph,
    loss,
    trained.map((parameter) => parameter.value),
  );
  return { graph, net, inputs, outputs, loss, trained, found, end };
}

function withRecomputation({ graph, end, inputs }: Backward): Graph {
  return recompute(graph, end, Object.values(inputs));
}

function written(graph: Graph): Uint8Array {
  const { target } = graph;
  if (target.kind === 'blocks') return serialise(inChannelBlocks(graph, target.channels));
  return serialise(target.kind === 'graphics' ? forGraphics(graph) : graph);
}

function finish({ graph, loss, outputs }: Backward, norm: Value): void {
  addOutput(graph, reshape(graph, loss, []), 'loss');
  addOutput(graph, norm, 'gradientNorm');
  for (const [name, value] of Object.entries(outputs)) addOutput(graph, value, name);
}

/** The gradients added to what the accumulators hold. */
function accumulated({ graph, trained, found }: Backward): Value[] {
  return trained.map(({ name, shape }, i) =>
    add(graph, addInput(graph, `${name}/accumulated`, 'float32', shape), found[i]!),
  );
}

function buildAccumulation(options: TrainingStepOptions, target: Target): TrainingStep['accumulation'] {
  const part = backward(options, target);
  const { graph, net, trained } = part;
  const sums = accumulated(part);
  finish(part, globalNorm(graph, sums));
  const accumulators = trained.map(({ name, shape }, i): Accumulator => {
    const output = `${name}/accumulated/next`;
    addOutput(graph, sums[i]!, output);
    return { name: `${name}/accumulated`, shape, output };
  });
  for (const statistic of net.statistics) statisticState(graph, statistic);
  return {
    bytes: written(options.recompute === true ? withRecomputation(part) : graph),
    accumulators,
  };
}
