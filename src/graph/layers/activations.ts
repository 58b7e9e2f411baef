import { emitOne } from '../emit.js';
import type { Network } from '../network/network.js';
import type { Value } from '../types.js';

/** max(x, 0). */
export function relu(net: Network, x: Value): Value {
  return emitOne(net.graph, 'Relu', [x]);
}

/** exp(x)/Σexp(x) over an axis, by default the last. */
export function softmax(net: Network, x: Value, options: { axis?: number } = {}): Value {
  return emitOne(net.graph, 'Softmax', [x], { axis: options.axis ?? -1 });
}

/** 1/(1 + exp(-x)). */
export function sigmoid(net: Network, x: Value): Value {
  return emitOne(net.graph, 'Sigmoid', [x]);
}
