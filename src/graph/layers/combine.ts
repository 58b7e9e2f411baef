import { emitOne } from '../emit.js';
import { layer, type Network } from '../network/network.js';
import { add as sum } from '../ops.js';
import type { Value } from '../types.js';

/** The sum of two values of one shape: a residual connection. Throws E_GRAPH_SHAPE. */
export function add(net: Network, a: Value, b: Value, options: { name?: string } = {}): Value {
  const y = sum(net.graph, a, b);
  return options.name === undefined ? y : layer(net, options.name, 'Add', y);
}

/** Values side by side along an axis, by default the channels. Throws E_GRAPH_SHAPE. */
export function concat(
  net: Network,
  values: readonly Value[],
  options: { axis?: number; name?: string } = {},
): Value {
  const y = emitOne(net.graph, 'Concat', values, { axis: options.axis ?? 1 });
  return options.name === undefined ? y : layer(net, options.name, 'Concat', y);
}
