import type { ScoredSample } from '../scored.js';
import type { CalibrationFit } from '../types.js';
import { sigmoid } from './calibration.js';
import { fitInput, type FitInput } from './fit-input.js';

/**
 * Platt scaling: p = sigmoid(slope·logit + intercept) of least log loss against targets drawn in from 0 and 1,
 * (N₊+1)/(N₊+2) and 1/(N₋+2), so that it stays finite on separable samples (Platt 1999). Newton with
 * backtracking (Lin, Lin & Weng 2007).
 * @throws AssayError E_ONE_CLASS E_SCORES
 */
export function fitPlatt(scored: readonly ScoredSample[]): CalibrationFit {
  const input = fitInput(scored);
  const ofFake = (input.fakes + 1) / (input.fakes + 2);
  const ofReal = 1 / (input.reals + 2);
  const targets = Float64Array.from(input.isFake, (one) => (one ? ofFake : ofReal));

  let slope = 0;
  let intercept = Math.log((input.fakes + 1) / (input.reals + 1));
  let loss = lossOf(input, targets, slope, intercept);
  for (let iteration = 0; iteration < 100; iteration++) {
    const step = newtonStep(input, targets, slope, intercept);
    if (step === undefined) break;
    let size = 1;
    let next = loss;
    for (; size > 1e-10; size /= 2) {
      next = lossOf(input, targets, slope + size * step.slope, intercept + size * step.intercept);
      if (next < loss + 1e-4 * size * step.decrease) break;
    }
    if (size <= 1e-10) break; // as flat as the digits allow
    slope += size * step.slope;
    intercept += size * step.intercept;
    loss = next;
  }
  const calibration = { method: 'platt', slope, intercept } as const;
  if (slope > 0) return { calibration, warnings: [] };
  const message = `The slope is ${slope.toPrecision(3)}: the logits do not rise with the chance of fake on these samples. Do not use this calibration.`;
  return { calibration, warnings: [{ code: 'NO_SEPARATION', message }] };
}

function lossOf({ logits }: FitInput, targets: Float64Array, slope: number, intercept: number): number {
  let loss = 0;
  for (let i = 0; i < logits.length; i++) {
    const x = slope * logits[i]! + intercept;
    // −t·ln σ(x) − (1−t)·ln σ(−x) = softplus(x) − t·x, softplus without overflow
    loss += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - targets[i]! * x;
  }
  return loss;
}

/** The Newton direction, and the loss's slope along it; undefined where the gradient is nil. */
function newtonStep(
  { logits }: FitInput,
  targets: Float64Array,
  slope: number,
  intercept: number,
): { slope: number; intercept: number; decrease: number } | undefined {
  let [gradientSlope, gradientIntercept] = [0, 0];
  let [h11, h22, h12] = [1e-12, 1e-12, 0]; // a trace of the identity keeps equal logits solvable
  for (let i = 0; i < logits.length; i++) {
    const z = logits[i]!;
    const p = sigmoid(slope * z + intercept);
    const error = p - targets[i]!;
    const curve = p * (1 - p);
    gradientSlope += error * z;
    gradientIntercept += error;
    h11 += curve * z * z;
    h22 += curve;
    h12 += curve * z;
  }
  if (Math.abs(gradientSlope) < 1e-12 && Math.abs(gradientIntercept) < 1e-12) return undefined;
  const determinant = h11 * h22 - h12 * h12;
  const stepSlope = -(h22 * gradientSlope - h12 * gradientIntercept) / determinant;
  const stepIntercept = -(h11 * gradientIntercept - h12 * gradientSlope) / determinant;
  return {
    slope: stepSlope,
    intercept: stepIntercept,
    decrease: gradientSlope * stepSlope + gradientIntercept * stepIntercept,
  };
}
