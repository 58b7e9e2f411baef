import { AssayError } from '../../errors.js';
import { emitOne } from '../emit.js';
import { sharedConstant, type Graph } from '../graph.js';
import { add, cast, mul, unsqueeze } from '../ops.js';
import { formatShape, tensor, type Value } from '../types.js';

/** 1 at the class of each sample and 0 elsewhere, `[N, C]`, smoothed by s to (1 - s)·onehot + s/C. Throws E_GRAPH_SHAPE. */
export function oneHotTargets(graph: Graph, logits: Value, labels: Value, smoothing = 0): Value {
  const classes = logits.shape[1];
  if (logits.shape.length !== 2 || typeof classes !== 'number' || labels.shape.length !== 1) {
    throw new AssayError(
      'E_GRAPH_SHAPE',
      `A loss over classes takes logits [N, classes] and labels [N], but was given ${formatShape(logits.shape)} and ${formatShape(labels.shape)}.`,
    );
  }
  const indices = sharedConstant(graph, tensor(labels.type, [classes], [...Array(classes).keys()]));
  const hits = emitOne(graph, 'Equal', [unsqueeze(graph, labels, [1]), indices]);
  const hot = cast(graph, hits, logits.type);
  return smoothing === 0 ? hot : add(graph, mul(graph, hot, 1 - smoothing), smoothing / classes);
}
