import { emitOne } from '../emit.js';
import type { Network } from '../network/network.js';
import { mul, reduceSum, unary } from '../ops.js';
import type { Value } from '../types.js';
import { oneHotTargets } from './targets.js';
import { weightedMean } from './weighted-mean.js';

/**
 * Mean over the batch of weight · -log softmax(logits)[label] in nats: Keras SparseCategoricalCrossentropy
 * from logits with sample weights (divided by the number of samples, not by the weights' sum). `logits`
 * `[N, C]`, `labels` int32 `[N]` class indices, `weights` float32 `[N]`. With label smoothing s the target
 * is (1 - s)·onehot + s/C (Szegedy et al. 2016). Throws E_GRAPH_SHAPE.
 */
export function softmaxCrossEntropy(
  net: Network,
  logits: Value,
  labels: Value,
  weights: Value,
  options: { labelSmoothing?: number } = {},
): Value {
  const { graph } = net;
  const targets = oneHotTargets(graph, logits, labels, options.labelSmoothing);
  const logs = emitOne(graph, 'LogSoftmax', [logits], { axis: -1 });
  const each = unary(graph, 'Neg', reduceSum(graph, mul(graph, targets, logs), [1]));
  return weightedMean(graph, each, weights);
}
