import { AssayError } from '../../errors.js';
import { emitOne } from '../emit.js';
import { composite } from '../gradients/gradients.js';
import { sharedConstant, type Graph } from '../graph.js';
import { ones, zeros } from '../network/initialisers.js';
import { layer, parameter, statistic, type Network, type Statistic } from '../network/network.js';
import { add, cast, div, mul, reduce, reduceSum, sub, unary, unsqueeze } from '../ops.js';
import { formatShape, sizeOf, tensor, type Value } from '../types.js';

/** How a batch normalisation is made. */
export interface BatchNormOptions {
  name: string;
  /** Share of the old running average kept at each step. */
  momentum?: number;
  epsilon?: number;
  /** Normalise by the running averages in training too, and leave them and γ, β as they are (Keras `trainable = False`). */
  frozen?: boolean;
}

/**
 * y = γ(x - μ)/√(σ² + ε) + β per channel of `[N, C]` or `[N, C, ..]`: by the batch's mean and population
 * variance in training (Ioffe and Szegedy 2015), by running averages in inference, with the defaults of
 * Keras (momentum .99, epsilon 1e-3; averages start at 0 and 1 and take in the population variance, as
 * Keras 3 and tfjs-layers do). Parameters `name/gamma`, `name/beta`; averages `name/moving_mean`,
 * `name/moving_variance`. Throws E_GRAPH_SHAPE.
 */
export function batchNorm(net: Network, x: Value, options: BatchNormOptions): Value {
  const { name, momentum = 0.99, epsilon = 1e-3, frozen = false } = options;
  const channels = x.shape[1];
  if (x.shape.length < 2 || typeof channels !== 'number') {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `The batch normalisation "${name}" takes [N, channels, ..], but was given ${formatShape(x.shape)}.`,
    );
  }
  const trainable = !frozen;
  const tensors: BatchNormTensors = {
    gamma: parameter(net, `${name}/gamma`, [channels], { initialise: ones, trainable }),
    beta: parameter(net, `${name}/beta`, [channels], { initialise: zeros, trainable }),
    mean: statistic(net, `${name}/moving_mean`, [channels], { initialise: zeros }),
    variance: statistic(net, `${name}/moving_variance`, [channels], { initialise: ones }),
  };
  return layer(net, name, 'BatchNorm', batchNormWith(net, x, tensors, { momentum, epsilon, frozen }));
}

/** The tensors of a batch normalisation. */
export interface BatchNormTensors {
  gamma: Value;
  beta: Value;
  mean: Statistic;
  variance: Statistic;
}

/** Batch normalisation over tensors declared elsewhere. */
export function batchNormWith(
  net: Network,
  x: Value,
  { gamma, beta, mean, variance }: BatchNormTensors,
  { momentum, epsilon, frozen }: { momentum: number; epsilon: number; frozen: boolean },
): Value {
  const { graph } = net;
  if (net.mode === 'inference' || frozen) {
    const inputs = [x, gamma, beta, mean.value, variance.value];
    return emitOne(graph, 'BatchNormalization', inputs, { epsilon });
  }
  const [y, batchMean, batchVariance] = byBatch(graph, x, gamma, beta, epsilon);
  const next = (old: Value, batch: Value): Value =>
    net.mode === 'statistics' ? batch : add(graph, old, mul(graph, sub(graph, batch, old), 1 - momentum));
  mean.variance = variance.name;
  mean.next = next(mean.value, batchMean);
  variance.next = next(variance.value, batchVariance);
  return y;
}

/**
 * Normalises by the batch: y, its mean and its population variance. (Not by the operator's training mode:
 * onnxruntime's writes the batch's statistics over its inputs.)
 */
function byBatch(
  graph: Graph,
  x: Value,
  gamma: Value,
  beta: Value,
  epsilon: number,
): [y: Value, mean: Value, variance: Value] {
  const axes = [...x.shape.keys()].filter((axis) => axis !== 1);
  const wide = (vector: Value): Value =>
    axes.length === 1
      ? vector
      : unsqueeze(
          graph,
          vector,
          axes.slice(1).map((axis) => axis - 1),
        );
  let centred: Value;
  let variance: Value;
  const build = (): Value[] => {
    const mean = reduce(graph, 'ReduceMean', x, axes);
    centred = sub(graph, x, wide(mean));
    variance = reduce(graph, 'ReduceMean', mul(graph, centred, centred), axes);
    const y = emitOne(graph, 'BatchNormalization', [x, gamma, beta, mean, variance], { epsilon });
    return [y, mean, variance];
  };
  const outputs = composite(graph, [x, gamma, beta], build, ([gradient]) => {
    if (!gradient) return [null, null, null];
    // With c = x - μ, r = 1/√(σ² + ε), k = γr: dx = k·(dy - mean(dy) - c·r²·mean(dy·c)).
    const inverse = unary(graph, 'Reciprocal', unary(graph, 'Sqrt', add(graph, variance, epsilon)));
    const k = mul(graph, gamma, inverse);
    const straight = reduceSum(graph, gradient, axes);
    const projected = reduceSum(graph, mul(graph, gradient, centred), axes);
    const each = count(graph, x, axes);
    const perElement = (total: Value): Value => mul(graph, div(graph, total, each), k);
    const slope = mul(graph, perElement(projected), mul(graph, inverse, inverse));
    const level = affine(graph, gradient, k, unary(graph, 'Neg', perElement(straight)));
    const xGradient = sub(graph, level, mul(graph, centred, wide(slope)));
    return [xGradient, mul(graph, projected, inverse), straight];
  });
  return outputs as [Value, Value, Value];
}

/** a·x + b per channel, in one pass over x: batch normalisation by mean 0 and variance 1. */
function affine(graph: Graph, x: Value, a: Value, b: Value): Value {
  const all = (value: number): Value =>
    sharedConstant(
      graph,
      tensor(x.type, a.shape.map(Number), new Array<number>(Number(a.shape[0])).fill(value)),
    );
  return emitOne(graph, 'BatchNormalization', [x, a, b, all(0), all(1)], { epsilon: 0 });
}

/** How many elements a channel has: a number, or a scalar value where the batch size is open. */
function count(graph: Graph, x: Value, axes: readonly number[]): Value | number {
  const dims = axes.map((axis) => x.shape[axis]!);
  if (dims.every((dim) => typeof dim === 'number')) return sizeOf(dims);
  return div(graph, cast(graph, emitOne(graph, 'Size', [x]), x.type), Number(x.shape[1]));
}
