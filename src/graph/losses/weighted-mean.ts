import { AssayError } from '../../errors.js';
import type { Graph } from '../graph.js';
import { mul, reduce } from '../ops.js';
import { formatShape, type Value } from '../types.js';

/** Σ weight·loss / N over a batch of losses `[N]`. Throws E_GRAPH_SHAPE. */
export function weightedMean(graph: Graph, losses: Value, weights: Value): Value {
  if (losses.shape.length !== 1 || weights.shape.length !== 1) {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `A loss for each sample and its weight are [N], but have shapes ${formatShape(losses.shape)} and ${formatShape(weights.shape)}.`,
    );
  }
  return reduce(graph, 'ReduceMean', mul(graph, losses, weights), [0]);
}
