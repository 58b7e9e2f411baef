import { add, mul, sub } from '../ops.js';
import type { Optimiser } from './optimiser.js';

/** How plain descent is made. */
export interface SgdOptions {
  momentum?: number;
  nesterov?: boolean;
  /** Share of each decayed parameter, times the learning rate, taken off at each step. */
  weightDecay?: number;
}

/**
 * Stochastic gradient descent as Keras has it: v = μv - ηg, w += v, or w += μv - ηg with Nesterov's
 * momentum; without momentum w -= ηg. Weight decay is decoupled (w -= η·λ·w).
 */
export function sgd(options: SgdOptions = {}): Optimiser {
  const { momentum = 0, nesterov = false, weightDecay = 0 } = options;
  return {
    name: 'sgd',
    slots: momentum === 0 ? [] : ['velocity'],
    begin: ({ graph, learningRate }) => {
      return ({ parameter, gradient, slots, rate, decay }) => {
        const own = rate === 1 ? learningRate : mul(graph, learningRate, rate);
        const step = mul(graph, gradient, own);
        const kept =
          decay && weightDecay > 0
            ? sub(graph, parameter, mul(graph, parameter, mul(graph, own, weightDecay)))
            : parameter;
        const [velocity] = slots;
        if (!velocity) return { next: sub(graph, kept, step), slots: [] };
        const next = sub(graph, mul(graph, velocity, momentum), step);
        const move = nesterov ? sub(graph, mul(graph, next, momentum), step) : next;
        return { next: add(graph, kept, move), slots: [next] };
      };
    },
  };
}
