import { AssayError } from '../../errors.js';
import { emitOne } from '../emit.js';
import { sharedConstant } from '../graph.js';
import type { Network } from '../network/network.js';
import { mul, reduceSum, sub, unary } from '../ops.js';
import { scalar, tensor, type Value } from '../types.js';
import { oneHotTargets } from './targets.js';
import { weightedMean } from './weighted-mean.js';

/**
 * Focal loss (Lin et al. 2017) over softmax: mean of weight · α(label)·(1 - p)^γ·(-log p), p the
 * probability of the label. `logits` `[N, C]`, `labels` int32 `[N]`, `weights` float32 `[N]`; γ is 2 and α
 * 1 for every class by default. γ is 0 or at least 1, where the gradient is bounded. Throws E_ARGUMENT,
 * E_GRAPH_SHAPE.
 */
export function focal(
  net: Network,
  logits: Value,
  labels: Value,
  weights: Value,
  options: { gamma?: number; alpha?: readonly number[] } = {},
): Value {
  const { gamma = 2, alpha } = options;
  const { graph } = net;
  if (gamma !== 0 && !(gamma >= 1)) {
    throw new AssayError('E_ARGUMENT', `The focal loss has gamma ${gamma}; expected 0, or 1 or more.`);
  }
  const targets = oneHotTargets(graph, logits, labels);
  if (alpha && alpha.length !== logits.shape[1]) {
    throw new AssayError(
      'E_ARGUMENT',
      `The focal loss has ${alpha.length} alphas for ${logits.shape[1]} classes.`,
    );
  }
  const logs = reduceSum(
    graph,
    mul(graph, targets, emitOne(graph, 'LogSoftmax', [logits], { axis: -1 })),
    [1],
  );
  const miss = sub(graph, 1, unary(graph, 'Exp', logs));
  const power = sharedConstant(graph, scalar(gamma));
  let each = unary(graph, 'Neg', mul(graph, emitOne(graph, 'Pow', [miss, power]), logs));
  if (alpha) {
    const factors = sharedConstant(graph, tensor('float32', [alpha.length], alpha));
    each = mul(graph, each, reduceSum(graph, mul(graph, targets, factors), [1]));
  }
  return weightedMean(graph, each, weights);
}
