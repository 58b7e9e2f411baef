import { layer, type Network } from '../network/network.js';
import { mul } from '../ops.js';
import type { Value } from '../types.js';
import { relu, sigmoid } from './activations.js';
import { conv } from './conv.js';
import { globalAveragePool } from './pooling.js';

/** How a squeeze-and-excite is made. */
export interface SqueezeExciteOptions {
  name: string;
  /** Channels of the bottleneck. */
  units: number;
  /** After the bottleneck; ReLU by default. */
  activation?: (net: Network, x: Value) => Value;
  /** Of the weights; sigmoid by default, `hardSigmoid` in MobileNetV3. */
  gate?: (net: Network, x: Value) => Value;
}

/**
 * Weighs the channels of `[N, C, H, W]` by what the image holds as a whole: mean over the plane, two 1x1
 * convolutions, gate, product (Hu et al. 2018). Parameters `name/squeeze/..`, `name/excite/..`.
 */
export function squeezeExcite(net: Network, x: Value, options: SqueezeExciteOptions): Value {
  const { name, units, activation = relu, gate = sigmoid } = options;
  const mean = globalAveragePool(net, x, { keepdims: true });
  const squeezed = activation(net, conv(net, mean, { name: `${name}/squeeze`, filters: units, kernel: 1 }));
  const excited = conv(net, squeezed, { name: `${name}/excite`, filters: Number(x.shape[1]), kernel: 1 });
  return layer(net, name, 'SqueezeExcite', mul(net.graph, x, gate(net, excited)));
}
