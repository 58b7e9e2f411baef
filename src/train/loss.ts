import { losses, type Network, type Value } from '../graph/index.js';
import type { LossOptions } from './config.js';

/** Emits the loss of a batch: scores [N, 2], classes int32 [N], weights float32 [N] to one number. */
export type BatchLoss = (net: Network, logits: Value, labels: Value, weights: Value) => Value;

/** The loss that a config asks for. */
export function lossOf({ name, labelSmoothing, gamma }: LossOptions): BatchLoss {
  return (net, logits, labels, weights) =>
    name === 'focal'
      ? losses.focal(net, logits, labels, weights, { gamma })
      : losses.softmaxCrossEntropy(net, logits, labels, weights, { labelSmoothing });
}
