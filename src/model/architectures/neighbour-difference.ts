import { emitOne, layers, type Network, type Value } from '../../graph/index.js';

/**
 * x - up(down(x)) by nearest neighbours (Tan et al. 2024, NPR): what enlarging layers of a generator leave between
 * neighbours. Pixels [N, C, S, S], S even, to the same shape.
 */
export function neighbourDifference(net: Network, pixels: Value): Value {
  const side = Number(pixels.shape[2]);
  const half = layers.resize(net, pixels, { height: side / 2, width: side / 2, mode: 'nearest' });
  const smooth = layers.resize(net, half, { height: side, width: side, mode: 'nearest' });
  return emitOne(net.graph, 'Sub', [pixels, smooth]);
}
