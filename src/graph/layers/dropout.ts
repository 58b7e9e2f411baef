import { AssayError } from '../../errors.js';
import { layer, mask, type Network } from '../network/network.js';
import { mul } from '../ops.js';
import type { Dim, Value } from '../types.js';

/** How a dropout is made. */
export interface DropoutOptions {
  name: string;
  /** Share of the elements set to 0, from 0 to below 1. */
  rate: number;
  /** Shape of the mask, which broadcasts: `[N, C, 1, 1]` drops whole channels, `[N, 1, 1, 1]` whole samples. */
  shape?: readonly Dim[];
}

/**
 * Inverted dropout (Srivastava et al. 2014, as Keras has it): in training each element is 0 with
 * probability `rate` and divided by 1 - rate otherwise; in inference nothing happens. The mask is an input
 * `name/mask` of the training graph, drawn by the trainer. Throws E_ARGUMENT.
 */
export function dropout(net: Network, x: Value, options: DropoutOptions): Value {
  const { name, rate, shape = x.shape } = options;
  if (!(rate >= 0 && rate < 1)) {
    throw new AssayError(
      'E_ARGUMENT',
      `The dropout "${name}" has rate ${rate}; expected 0 or more and less than 1.`,
    );
  }
  const active = net.mode === 'train' && rate > 0;
  const y = active ? mul(net.graph, x, mask(net, `${name}/mask`, shape, 1 - rate)) : x;
  return layer(net, name, 'Dropout', y);
}

/**
 * Drops a residual branch as a whole for random samples in training (Huang et al. 2016): to be called on
 * the branch before it is added. Throws E_ARGUMENT.
 */
export function stochasticDepth(net: Network, x: Value, options: { name: string; rate: number }): Value {
  return dropout(net, x, { ...options, shape: x.shape.map((dim, axis) => (axis === 0 ? dim : 1)) });
}
