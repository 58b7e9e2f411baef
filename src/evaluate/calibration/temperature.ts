import type { ScoredSample } from '../scored.js';
import type { CalibrationFit } from '../types.js';
import { sigmoid } from './calibration.js';
import { fitInput, type FitInput } from './fit-input.js';

/** Beyond these a temperature is no calibration: the samples say "certain" or "nothing known". */
const COLDEST = 0.01;
const HOTTEST = 100;

/**
 * Temperature scaling (Guo et al. 2017): one number that all logits are divided by, the one of least log loss.
 * The decision at ½ does not move. Held within 0.01..100, with a warning at either end.
 * @throws AssayError E_ONE_CLASS E_SCORES
 */
export function fitTemperature(scored: readonly ScoredSample[]): CalibrationFit {
  const input = fitInput(scored);
  // The loss is convex in 1/T, so its slope has one root: halve the bracket.
  let low = 1 / HOTTEST;
  let high = 1 / COLDEST;
  if (slopeOfLoss(input, high) <= 0) {
    return fit(
      COLDEST,
      'PERFECT_SEPARATION',
      'The logits separate the classes without a mistake, so no finite temperature is best; the probabilities will be near 0 and 1. Calibrate on more, or harder, samples.',
    );
  }
  if (slopeOfLoss(input, low) >= 0) {
    return fit(
      HOTTEST,
      'NO_SEPARATION',
      'The logits say nothing about the class, or the wrong thing; every probability will be near ½.',
    );
  }
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return fit(1 / middle);
    if (slopeOfLoss(input, middle) < 0) low = middle;
    else high = middle;
  }
}

function slopeOfLoss({ logits, isFake }: FitInput, inverse: number): number {
  let slope = 0;
  for (let i = 0; i < logits.length; i++) {
    slope += logits[i]! * (sigmoid(inverse * logits[i]!) - isFake[i]!);
  }
  return slope;
}

function fit(
  temperature: number,
  code?: 'PERFECT_SEPARATION' | 'NO_SEPARATION',
  message = '',
): CalibrationFit {
  return {
    calibration: { method: 'temperature', temperature },
    warnings: code === undefined ? [] : [{ code, message }],
  };
}
