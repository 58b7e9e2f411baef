import { emitOne } from '../emit.js';
import { composite } from '../gradients/gradients.js';
import { sharedConstant } from '../graph.js';
import type { Network } from '../network/network.js';
import { add, mul, sub, unary } from '../ops.js';
import { scalar, type Value } from '../types.js';

/** max(x, 0). */
export function relu(net: Network, x: Value): Value {
  return emitOne(net.graph, 'Relu', [x]);
}

/** min(max(x, 0), 6). */
export function relu6(net: Network, x: Value): Value {
  const bound = (value: number): Value => sharedConstant(net.graph, scalar(value, x.type));
  return emitOne(net.graph, 'Clip', [x, bound(0), bound(6)]);
}

/** x where positive, `slope`·x elsewhere. */
export function leakyRelu(net: Network, x: Value, options: { slope?: number } = {}): Value {
  return emitOne(net.graph, 'LeakyRelu', [x], { alpha: options.slope ?? 0.3 });
}

/** x·sigmoid(x), also called swish (Elfwing et al. 2018; Ramachandran et al. 2017). */
export function silu(net: Network, x: Value): Value {
  const { graph } = net;
  let s: Value;
  const build = (): Value[] => [mul(graph, x, (s = unary(graph, 'Sigmoid', x)))];
  const [y] = composite(graph, [x], build, ([gradient]) => [
    gradient ? mul(graph, gradient, add(graph, s, mul(graph, y!, sub(graph, 1, s)))) : null,
  ]);
  return y!;
}

/** x·min(max(x/6 + 1/2, 0), 1) (Howard et al. 2019). */
export function hardSwish(net: Network, x: Value): Value {
  return emitOne(net.graph, 'HardSwish', [x]);
}

/** 1/(1 + exp(-x)). */
export function sigmoid(net: Network, x: Value): Value {
  return emitOne(net.graph, 'Sigmoid', [x]);
}

/** min(max(x/6 + 1/2, 0), 1). */
export function hardSigmoid(net: Network, x: Value): Value {
  return emitOne(net.graph, 'HardSigmoid', [x], { alpha: 1 / 6, beta: 0.5 });
}

/** The hyperbolic tangent. */
export function tanh(net: Network, x: Value): Value {
  return emitOne(net.graph, 'Tanh', [x]);
}

/** exp(x)/Σexp(x) over an axis, by default the last. */
export function softmax(net: Network, x: Value, options: { axis?: number } = {}): Value {
  return emitOne(net.graph, 'Softmax', [x], { axis: options.axis ?? -1 });
}
