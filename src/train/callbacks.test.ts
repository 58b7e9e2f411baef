import { describe, expect, it } from 'vitest';
import { afterEpoch, type CallbackOptions, initialCallbackState, plateauLearningRate } from './callbacks.js';

const options: CallbackOptions = {
  best: 'validation-accuracy',
  earlyStopping: { monitor: 'validation-loss', patience: 2, minDelta: 0 },
  reduceOnPlateau: {
    monitor: 'validation-loss',
    factor: 0.5,
    patience: 1,
    minDelta: 0,
    cooldown: 0,
    minLearningRate: 1e-4,
  },
};

/** Runs epochs with these [validationLoss, validationAccuracy] and gives every decision. */
function runEpochs(figures: [number, number][], given = options) {
  let state = initialCallbackState();
  return figures.map(([validationLoss, validationAccuracy], epoch) => {
    const decision = afterEpoch(given, state, epoch, {
      loss: 1,
      accuracy: 0,
      validationLoss,
      validationAccuracy,
    });
    state = decision.state;
    return decision;
  });
}

describe('callbacks', () => {
  it('keeps the first of equal bests', () => {
    const decisions = runEpochs([[1, 0.5], [1, 0.7], [1, 0.7], [1, 0.6]], { ...options, earlyStopping: null }); // prettier-ignore
    expect(decisions.map((d) => d.isBest)).toEqual([true, true, false, false]);
    expect(decisions.at(-1)!.state.best).toEqual({ epoch: 1, value: 0.7 });
  });

  it('stops after `patience` epochs without gain', () => {
    const decisions = runEpochs([[1, 0], [0.9, 0], [0.95, 0], [0.92, 0]]); // prettier-ignore
    expect(decisions.map((d) => d.stop)).toEqual([false, false, false, true]);
  });

  it('reduces the rate on a plateau, down to the floor', () => {
    const decisions = runEpochs([[1, 0], [1, 0], [1, 0]]); // prettier-ignore
    expect(decisions.map((d) => d.reducedLearningRate)).toEqual([false, true, true]);
    expect(plateauLearningRate(1e-3, decisions[2]!.state, options)).toBeCloseTo(2.5e-4, 12);
    expect(plateauLearningRate(2e-4, decisions[2]!.state, options)).toBe(1e-4);
    expect(plateauLearningRate(1e-5, decisions[2]!.state, options)).toBe(1e-5); // never raises a scheduled rate
  });

  it('never takes NaN for a best', () => {
    expect(runEpochs([[NaN, NaN]])[0]!.isBest).toBe(false);
  });
});
