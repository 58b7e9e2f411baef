import { AssayError } from '../../errors.js';
import { emitOne } from '../emit.js';
import { sharedConstant } from '../graph.js';
import type { Network } from '../network/network.js';
import { add, cast, mul, reduce, reduceSum, unary, unsqueeze } from '../ops.js';
import { formatShape, tensor, type Value } from '../types.js';

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
  const { labelSmoothing = 0 } = options;
  const { graph } = net;
  const classes = logits.shape[1];
  if (logits.shape.length !== 2 || typeof classes !== 'number' || labels.shape.length !== 1) {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `Cross-entropy takes logits [N, classes] and labels [N], but was given ${formatShape(logits.shape)} and ${formatShape(labels.shape)}.`,
    );
  }
  const indices = sharedConstant(graph, tensor(labels.type, [classes], [...Array(classes).keys()]));
  const hits = emitOne(graph, 'Equal', [unsqueeze(graph, labels, [1]), indices]);
  const hot = cast(graph, hits, logits.type);
  const target =
    labelSmoothing === 0 ? hot : add(graph, mul(graph, hot, 1 - labelSmoothing), labelSmoothing / classes);
  const logs = emitOne(graph, 'LogSoftmax', [logits], { axis: -1 });
  const each = unary(graph, 'Neg', reduceSum(graph, mul(graph, target, logs), [1]));
  return reduce(graph, 'ReduceMean', mul(graph, each, weights), [0]);
}
