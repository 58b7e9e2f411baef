import type { Network } from '../network/network.js';
import { add, mul, reduce, sub, unary } from '../ops.js';
import type { Value } from '../types.js';
import { weightedMean } from './weighted-mean.js';

/**
 * Mean of weight · binary cross-entropy in nats, from logits: softplus(x) - t·x. `logits` `[N]` or `[N, K]`
 * (K independent questions, averaged), `targets` float32 of the same shape, `weights` float32 `[N]`. With
 * label smoothing s the targets are t(1 - s) + s/2, as in Keras BinaryCrossentropy. Throws E_GRAPH_SHAPE.
 */
export function binaryCrossEntropy(
  net: Network,
  logits: Value,
  targets: Value,
  weights: Value,
  options: { labelSmoothing?: number } = {},
): Value {
  const { labelSmoothing = 0 } = options;
  const { graph } = net;
  const smooth =
    labelSmoothing === 0 ? targets : add(graph, mul(graph, targets, 1 - labelSmoothing), labelSmoothing / 2);
  const each = sub(graph, unary(graph, 'Softplus', logits), mul(graph, smooth, logits));
  const axes = logits.shape.slice(1).map((_, i) => i + 1);
  return weightedMean(graph, axes.length > 0 ? reduce(graph, 'ReduceMean', each, axes) : each, weights);
}
