import type { ScoredSample } from '../scored.js';
import { sampleCounts } from '../counts.js';
import type { Calibration, CalibrationFit, CalibrationReport } from '../types.js';
import { applyCalibration } from './calibration.js';
import { crossFitCalibration, type CrossFitOptions } from './cross-fit.js';
import { fitIsotonic } from './isotonic.js';
import { fitPlatt } from './platt.js';
import { fitTemperature } from './temperature.js';
import { fitThresholds, type ThresholdOptions } from './thresholds.js';

export interface CalibrateOptions extends CrossFitOptions, ThresholdOptions {
  /** Default `platt`: unlike a temperature it also mends a lean towards one class. */
  method?: Exclude<Calibration['method'], 'identity'>;
}

const FITS: Record<
  NonNullable<CalibrateOptions['method']>,
  (scored: readonly ScoredSample[]) => CalibrationFit
> = { temperature: fitTemperature, platt: fitPlatt, isotonic: fitIsotonic };

/**
 * Fits a calibration and the two thresholds on scores of samples that the detector was not trained on. The
 * thresholds are on the newly calibrated probability; their promise stands although both come from the same
 * samples, because a rising calibration keeps the order that the thresholds count in.
 * @throws AssayError E_ONE_CLASS E_SCORES
 */
export function calibrateScores(
  scored: readonly ScoredSample[],
  { method = 'platt', ...options }: CalibrateOptions,
): CalibrationReport {
  const fit = FITS[method];
  const { calibration, warnings } = fit(scored);
  const thresholds = fitThresholds(applyCalibration(scored, calibration), options);
  return {
    counts: sampleCounts(scored),
    calibration,
    crossFit: crossFitCalibration(scored, fit, options),
    thresholds,
    warnings: [...warnings, ...thresholds.warnings],
  };
}
