import { mul, sub } from '../ops.js';
import { adamMove, type AdamOptions } from './adam.js';
import type { Optimiser } from './optimiser.js';

/** Adam's constants and the decay. */
export interface AdamWOptions extends AdamOptions {
  /** Share of each decayed parameter, times the learning rate, taken off at each step. */
  weightDecay?: number;
}

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019; Keras AdamW): w -= η·λ·w beside Adam's move. */
export function adamW(options: AdamWOptions = {}): Optimiser {
  const { weightDecay = 0.004 } = options;
  return {
    name: 'adam',
    slots: ['m', 'v'],
    begin: (step) => {
      const { graph, learningRate } = step;
      const move = adamMove(step, options);
      return (update) => {
        const { change, slots } = move(update);
        const { parameter, rate, decay } = update;
        if (!decay || weightDecay === 0) return { next: sub(graph, parameter, change), slots };
        const share = mul(graph, learningRate, weightDecay * rate);
        const kept = sub(graph, parameter, mul(graph, parameter, share));
        return { next: sub(graph, kept, change), slots };
      };
    },
  };
}
