import { emitOne } from '../emit.js';
import { layer, type Network } from '../network/network.js';
import type { Value } from '../types.js';
import { windowAttributes, type Pair, type WindowOptions } from './window.js';

/** How a pooling is made; strides are the kernel's size by default. */
export interface PoolOptions extends WindowOptions {
  kernel: Pair;
  name?: string;
}

/** The largest of each window of `[N, C, H, W]`. Throws E_GRAPH_SHAPE, E_ARGUMENT. */
export function maxPool(net: Network, x: Value, options: PoolOptions): Value {
  return pool(net, 'MaxPool', x, options);
}

/** The mean of each window of `[N, C, H, W]`, zeros of the padding left out. Throws E_GRAPH_SHAPE, E_ARGUMENT. */
export function averagePool(net: Network, x: Value, options: PoolOptions): Value {
  return pool(net, 'AveragePool', x, options);
}

/** Mean over every spatial axis: `[N, C, ..]` to `[N, C]`, or to `[N, C, 1, ..]` with `keepdims`. */
export function globalAveragePool(
  net: Network,
  x: Value,
  options: { name?: string; keepdims?: boolean } = {},
): Value {
  return globalPool(net, 'GlobalAveragePool', x, options);
}

/** Largest over every spatial axis: `[N, C, ..]` to `[N, C]`, or to `[N, C, 1, ..]` with `keepdims`. */
export function globalMaxPool(
  net: Network,
  x: Value,
  options: { name?: string; keepdims?: boolean } = {},
): Value {
  return globalPool(net, 'GlobalMaxPool', x, options);
}

/** All axes but the first as one: `[N, C, H, W]` to `[N, C·H·W]`. */
export function flatten(net: Network, x: Value, options: { name?: string } = {}): Value {
  return named(net, options.name, 'Flatten', emitOne(net.graph, 'Flatten', [x]));
}

function pool(net: Network, opType: string, x: Value, options: PoolOptions): Value {
  const { kernel, name, strides = kernel } = options;
  const attributes = windowAttributes(name ?? opType, x, kernel, { ...options, strides });
  const plain = opType === 'AveragePool' ? { ...attributes, dilations: undefined } : attributes;
  return named(net, name, opType, emitOne(net.graph, opType, [x], plain));
}

function globalPool(
  net: Network,
  opType: string,
  x: Value,
  options: { name?: string; keepdims?: boolean },
): Value {
  const pooled = emitOne(net.graph, opType, [x]);
  const y = options.keepdims ? pooled : emitOne(net.graph, 'Flatten', [pooled]);
  return named(net, options.name, opType, y);
}

function named(net: Network, name: string | undefined, kind: string, value: Value): Value {
  return name === undefined ? value : layer(net, name, kind, value);
}
