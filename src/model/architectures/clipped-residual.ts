import { addConstant, emitOne, layers, type Network, scalar, type Value } from '../../graph/index.js';
import { neighbourDifference } from './neighbour-difference.js';
import { convBn, residualBlock } from './residual-block.js';

/** Residuals beyond this many 8-bit steps are edges of the subject and not traces of the making. */
const CLIP = 4;

/**
 * A residual network that sees a picture only through three residuals: the high-pass one clipped to ±4 steps (the
 * truncated linear unit of Ye et al. 2017), the same unclipped, and that of neighbouring pixels (Tan et al. 2024).
 * Pixels [N, 3, S, S] in 0..1, S a multiple of 8, to features [N, 128], 0.5 M parameters.
 */
export function clippedResidual(net: Network, pixels: Value): Value {
  const { graph } = net;
  const times = (x: Value, factor: number): Value =>
    emitOne(graph, 'Mul', [x, addConstant(graph, scalar(factor))]);
  const plus = (x: Value, summand: number): Value =>
    emitOne(graph, 'Add', [x, addConstant(graph, scalar(summand))]);
  const high = layers.highPass(net, pixels, { name: 'residual', padding: 'same' });
  // ReLU6 clips 0..6, so the range -CLIP..CLIP is laid there and back to -3..3.
  const clipped = plus(layers.relu6(net, plus(times(high, (3 * 255) / CLIP), 3)), -3);
  const seen = layers.concat(
    net,
    [clipped, times(high, 16), times(neighbourDifference(net, pixels), 16)],
    { axis: 1 },
  ); // prettier-ignore
  let x = convBn(net, seen, { name: 'stem_a', filters: 32, stride: 2 });
  x = convBn(net, layers.relu(net, x), { name: 'stem_b', filters: 32, stride: 1 });
  for (const [stage, filters] of [64, 128].entries()) {
    x = convBn(net, layers.relu(net, x), { name: `down_${stage + 1}`, filters, stride: 2 });
    x = residualBlock(net, layers.relu(net, x), { name: `stage_${stage + 1}`, filters, stride: 1 });
  }
  return layers.globalAveragePool(net, layers.relu(net, x), { name: 'pool' });
}
