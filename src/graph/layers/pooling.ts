import { emitOne } from '../emit.js';
import { layer, type Network } from '../network/network.js';
import type { Value } from '../types.js';

/** Mean over every spatial axis: `[N, C, ..]` to `[N, C]`, or to `[N, C, 1, ..]` with `keepdims`. */
export function globalAveragePool(
  net: Network,
  x: Value,
  options: { name?: string; keepdims?: boolean } = {},
): Value {
  return globalPool(net, 'GlobalAveragePool', x, options);
}

/** All axes but the first as one: `[N, C, H, W]` to `[N, C·H·W]`. */
export function flatten(net: Network, x: Value, options: { name?: string } = {}): Value {
  const y = emitOne(net.graph, 'Flatten', [x]);
  return options.name === undefined ? y : layer(net, options.name, 'Flatten', y);
}

function globalPool(
  net: Network,
  opType: string,
  x: Value,
  options: { name?: string; keepdims?: boolean },
): Value {
  const pooled = emitOne(net.graph, opType, [x]);
  const y = options.keepdims ? pooled : emitOne(net.graph, 'Flatten', [pooled]);
  return options.name === undefined ? y : layer(net, options.name, opType, y);
}
