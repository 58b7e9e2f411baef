import { sharedConstant, type Graph } from '../graph.js';
import { add, cast, div, mul, sub, unary } from '../ops.js';
import { emitOne } from '../emit.js';
import { scalar, type Value } from '../types.js';
import type { Optimiser, ParameterUpdate, UpdateStep } from './optimiser.js';

/** Adam's constants; the defaults are those of Keras. */
export interface AdamOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/**
 * Adam (Kingma and Ba 2015) as tf.keras has it: m += (g - m)(1 - β₁), v += (g² - v)(1 - β₂),
 * w -= α·m/(√v + ε) with α = rate·√(1 - β₂ᵗ)/(1 - β₁ᵗ), so that ε is not corrected for bias. The powers are
 * taken in float64.
 */
export function adam(options: AdamOptions = {}): Optimiser {
  return {
    name: 'adam',
    slots: ['m', 'v'],
    begin: (step) => {
      const move = adamMove(step, options);
      return (update) => {
        const { change, slots } = move(update);
        return { next: sub(step.graph, update.parameter, change), slots };
      };
    },
  };
}

/** What Adam takes off a parameter, and its moments after it. */
export function adamMove(
  step: UpdateStep,
  options: AdamOptions,
): (update: ParameterUpdate) => { change: Value; slots: Value[] } {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
  const { graph, learningRate } = step;
  const rest = (beta: number): Value => sub(graph, 1, power(graph, beta, step.step));
  const correction = cast(graph, div(graph, unary(graph, 'Sqrt', rest(beta2)), rest(beta1)), 'float32');
  const corrected = mul(graph, learningRate, correction);
  return ({ gradient, slots, rate }) => {
    const [m, v] = slots as [Value, Value];
    const nextM = add(graph, m, mul(graph, sub(graph, gradient, m), 1 - beta1));
    const square = mul(graph, gradient, gradient);
    const nextV = add(graph, v, mul(graph, sub(graph, square, v), 1 - beta2));
    const own = rate === 1 ? corrected : mul(graph, corrected, rate);
    const scaled = div(graph, nextM, add(graph, unary(graph, 'Sqrt', nextV), epsilon));
    return { change: mul(graph, scaled, own), slots: [nextM, nextV] };
  };
}

/** base^exponent in float64. */
function power(graph: Graph, base: number, exponent: Value): Value {
  return emitOne(graph, 'Pow', [sharedConstant(graph, scalar(base, 'float64')), exponent]);
}
