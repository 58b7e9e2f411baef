import type { Random } from '../../random.js';
import { gradients } from '../gradients/gradients.js';
import { addInput, addOutput, createGraph, sharedConstant, type Graph } from '../graph.js';
import { createNetwork, type LayerRecord, type Network, type Parameter } from '../network/network.js';
import { add, reduce, reshape, unary } from '../ops.js';
import type { Optimiser, UpdateStep } from '../optimisers/optimiser.js';
import { serialise } from '../serialise.js';
import { scalar, sizeOf, type DataType, type Dim, type Value } from '../types.js';

/** An input or output of a step. */
export interface StepValue {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly Dim[];
}

/** A tensor that the step carries from one run to the next. */
export interface StateTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** `parameter`, running `statistic`, or `slot` of the optimiser. */
  readonly role: 'parameter' | 'statistic' | 'slot';
  readonly trainable: boolean;
  /** The graph output that holds its next value; null for what the step leaves as it is. */
  readonly output: string | null;
  readonly initialise: (random: Random) => Float32Array;
}

/** A random mask to be drawn for each run. */
export interface StepMask {
  readonly name: string;
  readonly shape: readonly Dim[];
  readonly keepRate: number;
}

/**
 * A whole training step (forward, loss, backward, update) as one ONNX graph. Beside `inputs` the graph
 * takes every state tensor and mask by name, `learningRate` (float32 scalar) and `step` (float64 scalar,
 * from 1); beside `outputs` it gives `loss`, `gradientNorm` and the next value of every state tensor.
 */
export interface TrainingStep {
  readonly bytes: Uint8Array;
  readonly inputs: readonly StepValue[];
  readonly outputs: readonly StepValue[];
  readonly masks: readonly StepMask[];
  readonly state: readonly StateTensor[];
  readonly layers: readonly LayerRecord[];
}

/** What a training step is built from. */
export interface TrainingStepOptions {
  /** Data fed at each step: features, labels, weights. */
  inputs: Readonly<Record<string, { type: DataType; shape: readonly Dim[] }>>;
  /** Builds the network; `loss` is one number, `outputs` come back from each step. */
  network: (
    net: Network,
    inputs: Readonly<Record<string, Value>>,
  ) => { loss: Value; outputs?: Readonly<Record<string, Value>> };
  optimiser: Optimiser;
  /** Parameters for which this is false stay as they are. All train by default. */
  trainable?: (name: string) => boolean;
}

/**
 * Builds a training step. Names `loss`, `gradientNorm`, `learningRate` and `step` are its own.
 * Throws E_GRAPH_NOT_DIFFERENTIABLE, E_GRAPH_SHAPE, E_GRAPH_INVALID.
 */
export function buildTrainingStep(options: TrainingStepOptions): TrainingStep {
  const graph = createGraph({ name: 'training-step' });
  const inputs = Object.fromEntries(
    Object.entries(options.inputs).map(([name, { type, shape }]) => [
      name,
      addInput(graph, name, type, shape),
    ]),
  );
  const net = createNetwork(graph, {
    mode: 'train',
    ...(options.trainable ? { trainable: options.trainable } : {}),
  });
  const { loss, outputs = {} } = options.network(net, inputs);
  const trained = net.parameters.filter((parameter) => parameter.trainable);
  const found = gradients(
    graph,
    loss,
    trained.map((parameter) => parameter.value),
  );
  const step: UpdateStep = {
    graph,
    learningRate: addInput(graph, 'learningRate', 'float32', []),
    step: addInput(graph, 'step', 'float64', []),
  };
  addOutput(graph, reshape(graph, loss, []), 'loss');
  addOutput(graph, globalNorm(graph, found), 'gradientNorm');
  for (const [name, value] of Object.entries(outputs)) addOutput(graph, value, name);
  const state = [
    ...update(step, trained, found, options.optimiser),
    ...net.parameters.filter((parameter) => !parameter.trainable).map(frozenState),
    ...net.statistics.map((statistic): StateTensor => {
      const { name, shape, initial, next } = statistic;
      return {
        name,
        shape,
        role: 'statistic',
        trainable: false,
        output: next && nextOutput(graph, name, next),
        initialise: constantOf(shape, initial),
      };
    }),
  ];
  return {
    bytes: serialise(graph),
    inputs: Object.values(inputs).map(({ name, type, shape }) => ({ name, type, shape })),
    outputs: Object.entries(outputs).map(([name, { type, shape }]) => ({ name, type, shape })),
    masks: net.masks.map(({ name, shape, keepRate }) => ({ name, shape, keepRate })),
    state,
    layers: net.layers,
  };
}

function update(
  step: UpdateStep,
  trained: readonly Parameter[],
  found: readonly Value[],
  optimiser: Optimiser,
): StateTensor[] {
  const { graph } = step;
  const apply = optimiser.begin(step);
  return trained.flatMap((parameter, i) => {
    const { name, shape } = parameter;
    const slots = optimiser.slots.map((slot) =>
      addInput(graph, `${name}/${optimiser.name}_${slot}`, 'float32', shape),
    );
    const result = apply({
      parameter: parameter.value,
      gradient: found[i]!,
      slots,
      rate: 1,
      decay: true,
    });
    return [
      {
        name,
        shape,
        role: 'parameter',
        trainable: true,
        output: nextOutput(graph, name, result.next),
        initialise: (random) => parameter.initialise(shape, random),
      },
      ...slots.map((slot, s): StateTensor => ({
        name: slot.name,
        shape,
        role: 'slot',
        trainable: false,
        output: nextOutput(graph, slot.name, result.slots[s]!),
        initialise: constantOf(shape, 0),
      })),
    ] satisfies StateTensor[];
  });
}

function frozenState({ name, shape, initialise }: Parameter): StateTensor {
  return {
    name,
    shape,
    role: 'parameter',
    trainable: false,
    output: null,
    initialise: (random) => initialise(shape, random),
  };
}

function nextOutput(graph: Graph, name: string, value: Value): string {
  const output = `${name}/next`;
  addOutput(graph, value, output);
  return output;
}

function constantOf(shape: readonly number[], value: number): () => Float32Array {
  return () => new Float32Array(sizeOf(shape)).fill(value);
}

/** √Σg² over every gradient: not finite as soon as one of them is not. */
export function globalNorm(graph: Graph, found: readonly Value[]): Value {
  const squares = found.map((gradient) =>
    reduce(graph, 'ReduceSumSquare', gradient, [...gradient.shape.keys()]),
  );
  const [first, ...rest] = squares;
  if (!first) return sharedConstant(graph, scalar(0));
  return unary(
    graph,
    'Sqrt',
    rest.reduce((sum, square) => add(graph, sum, square), first),
  );
}
