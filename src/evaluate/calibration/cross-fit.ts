import { shuffle, type Random } from '../../random.js';
import { brierScore, logLoss } from '../metrics/probability.js';
import { reliability, type BinningOptions } from '../metrics/reliability.js';
import type { ScoredSample } from '../scored.js';
import { groupSamples } from '../statistics/bootstrap.js';
import type { CalibrationFit, CalibrationQuality, CrossFit } from '../types.js';
import { applyCalibration } from './calibration.js';

export interface CrossFitOptions extends BinningOptions {
  random: Random;
  /** How many parts; fewer where a class has fewer groups. Default 5. */
  folds?: number;
}

/**
 * How good a calibration is on samples it was not fitted on: each part of the groups is calibrated by a fit on
 * the others, and the error is taken over all. Null where a class has a single group: then nothing can be held
 * out.
 * @throws AssayError as the fit does
 */
export function crossFitCalibration(
  scored: readonly ScoredSample[],
  fit: (scored: readonly ScoredSample[]) => CalibrationFit,
  { random, folds: wanted = 5, ...binning }: CrossFitOptions,
): CrossFit | null {
  const { of, groups, strata, fakeGroups, realGroups } = groupSamples(scored);
  const folds = Math.min(wanted, fakeGroups, realGroups);
  if (folds < 2) return null;
  // Dealt out in the order all-fake, mixed, all-real, so that no part holds all groups of one class.
  const draws = random.fork('cross-fit');
  const foldOf = new Uint16Array(groups);
  strata
    .flatMap((stratum) => shuffle([...stratum], draws))
    .forEach((group, i) => (foldOf[group] = i % folds));
  const after: ScoredSample[] = [...scored];
  for (let fold = 0; fold < folds; fold++) {
    const { calibration } = fit(scored.filter((_, i) => foldOf[of[i]!] !== fold));
    applyCalibration(scored, calibration).forEach((sample, i) => {
      if (foldOf[of[i]!] === fold) after[i] = sample;
    });
  }
  return { folds, before: calibrationQuality(scored, binning), after: calibrationQuality(after, binning) };
}

/** Calibration error, Brier score and log loss of the probabilities as they are; null on no samples. */
export function calibrationQuality(
  scored: readonly ScoredSample[],
  binning: BinningOptions = {},
): CalibrationQuality {
  const labels = scored.map((sample) => sample.label);
  const probabilities = scored.map((sample) => sample.probability);
  const { expectedCalibrationError, noiseFloor } = reliability(labels, probabilities, binning);
  if (scored.length === 0) return { expectedCalibrationError, noiseFloor, brierScore: null, logLoss: null };
  return {
    expectedCalibrationError,
    noiseFloor,
    brierScore: brierScore(labels, probabilities),
    logLoss: logLoss(labels, probabilities),
  };
}
