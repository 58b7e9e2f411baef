import { AssayError } from '../../errors.js';
import type { Network } from '../network/network.js';
import { reduce, sameShape, sub, unary } from '../ops.js';
import { formatShape, type Value } from '../types.js';
import { weightedMean } from './weighted-mean.js';

/**
 * Mean over the batch of weight · mean |output - target|, as Keras MeanAbsoluteError over all of a sample: what a network
 * that gives pictures back is trained by. `outputs` and `targets` `[N, ..]` of one shape, `weights` float32 `[N]`.
 * Throws E_GRAPH_SHAPE.
 */
export function meanAbsoluteError(net: Network, outputs: Value, targets: Value, weights: Value): Value {
  const { graph } = net;
  if (!sameShape(outputs.shape, targets.shape)) {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `The mean absolute error compares outputs and targets of one shape, but was given ${formatShape(outputs.shape)} and ${formatShape(targets.shape)}.`,
    );
  }
  const each = unary(graph, 'Abs', sub(graph, outputs, targets));
  const axes = outputs.shape.slice(1).map((_, i) => i + 1);
  return weightedMean(graph, axes.length > 0 ? reduce(graph, 'ReduceMean', each, axes) : each, weights);
}
