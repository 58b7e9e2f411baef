import { AssayError } from '../../errors.js';
import { addConstant, addInput, type Graph } from '../graph.js';
import { sameShape } from '../ops.js';
import { formatShape, type Dim, type Tensor, type Value } from '../types.js';
import type { Initialiser } from './initialisers.js';

/** A tensor that training changes (or, frozen, keeps). */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  readonly initialise: Initialiser;
  readonly value: Value;
}

/** A running average that a training step moves along without a gradient. */
export interface Statistic {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialise: Initialiser;
  readonly value: Value;
  /** Its value after a training step, or the batch's own where that is measured; set by the layer that owns it. */
  next: Value | null;
  /** Of a mean: the name of the variance that its layer keeps with it. */
  variance: string | null;
}

/** A random tensor drawn anew for every training step: 1/keepRate with probability keepRate, else 0. */
export interface Mask {
  readonly name: string;
  readonly shape: readonly Dim[];
  readonly keepRate: number;
  readonly value: Value;
}

/** A layer as the summary shows it. */
export interface LayerRecord {
  readonly name: string;
  readonly kind: string;
  readonly shape: readonly Dim[];
}

/**
 * Where layers put what they need beside nodes. The same layer calls build the training graph (parameters
 * are inputs, batch statistics, dropout), the inference graph (parameters are constants, running averages,
 * no dropout) and the one that measures a batch's statistics (parameters are constants, no dropout).
 */
export interface Network {
  readonly graph: Graph;
  readonly mode: 'train' | 'inference' | 'statistics';
  readonly parameters: Parameter[];
  readonly statistics: Statistic[];
  readonly masks: Mask[];
  readonly layers: LayerRecord[];
  /** Beside training: the values of parameters and statistics by name. */
  readonly values: Readonly<Record<string, Tensor>>;
  /** Decides for each parameter whether it trains, over what the layer asks. */
  readonly trainable: (name: string) => boolean;
}

/** How a network is made. */
export interface NetworkOptions {
  mode: Network['mode'];
  /** Values of parameters and statistics by name; needed but for training. */
  values?: Readonly<Record<string, Tensor>>;
  /** In training: parameters for which this is false stay as they are. All train by default. */
  trainable?: (name: string) => boolean;
}

/** A network over a graph that the caller keeps. */
export function createNetwork(graph: Graph, options: NetworkOptions): Network {
  const { mode, values = {}, trainable = () => true } = options;
  return { graph, mode, parameters: [], statistics: [], masks: [], layers: [], values, trainable };
}

/**
 * Declares a parameter: a graph input in training, else a constant.
 * Throws E_GRAPH_INVALID when the name is taken or, in inference, has no value; E_GRAPH_SHAPE.
 */
export function parameter(
  net: Network,
  name: string,
  shape: readonly number[],
  options: { initialise: Initialiser; trainable?: boolean },
): Value {
  const { initialise, trainable = true } = options;
  const value = declare(net, name, shape);
  net.parameters.push({
    name,
    shape: [...shape],
    trainable: trainable && net.trainable(name),
    initialise,
    value,
  });
  return value;
}

/** Declares a running average; in training its layer sets `next`. Throws like `parameter`. */
export function statistic(
  net: Network,
  name: string,
  shape: readonly number[],
  options: { initialise: Initialiser },
): Statistic {
  const value = declare(net, name, shape);
  const entry: Statistic = {
    name,
    shape: [...shape],
    initialise: options.initialise,
    value,
    next: null,
    variance: null,
  };
  net.statistics.push(entry);
  return entry;
}

/** Declares a random mask of a training step. Throws E_GRAPH_INVALID in inference or when the name is taken. */
export function mask(net: Network, name: string, shape: readonly Dim[], keepRate: number): Value {
  if (net.mode !== 'train') {
    throw new AssayError('E_GRAPH_INVALID', `The mask "${name}" is drawn in training only.`);
  }
  const value = addInput(net.graph, name, 'float32', shape);
  net.masks.push({ name, shape: [...shape], keepRate, value });
  return value;
}

/** Notes a layer for the summary and passes its value on. */
export function layer(net: Network, name: string, kind: string, value: Value): Value {
  net.layers.push({ name, kind, shape: value.shape });
  return value;
}

function declare(net: Network, name: string, shape: readonly number[]): Value {
  if (net.mode === 'train') return addInput(net.graph, name, 'float32', shape);
  const tensor = Object.hasOwn(net.values, name) ? net.values[name] : undefined;
  if (!tensor) {
    throw new AssayError(
      'E_GRAPH_INVALID',
      `No value was given for the parameter "${name}" ${formatShape(shape)}.`,
    );
  }
  if (tensor.type !== 'float32' || !sameShape(tensor.dims, shape)) {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `The parameter "${name}" is float32${formatShape(shape)}, but its value is ${tensor.type}${formatShape(tensor.dims)}.`,
    );
  }
  return addConstant(net.graph, tensor, name);
}
