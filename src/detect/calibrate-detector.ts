import { createHash } from 'node:crypto';
import type { Dataset } from '../dataset/index.js';
import { AssayError } from '../errors.js';
import {
  calibratedProbability,
  calibrateScores,
  fitThresholds,
  type CalibrateOptions,
  type Calibration,
  type CalibrationReport,
  type ScoredSample,
  type Thresholds,
} from '../evaluate/index.js';
import { updateDetector } from '../model/index.js';
import { VERSION } from '../version.js';
import { loadDetector } from './detector.js';
import { describeScoredData, type DataOptions } from './evaluated-data.js';
import type { EvaluatedData, Warning } from './evaluation-result.js';
import { scoreTiers, type ScoreOptions } from './score-tiers.js';
import { AS_GIVEN } from './scoring-tiers.js';

/** How a detector is calibrated. */
export interface CalibrateDetectorOptions
  extends ScoreOptions, DataOptions, Pick<CalibrateOptions, 'method' | 'rule' | 'folds'> {
  /** Share of reals that may be called fake. Default .01. */
  maxFalsePositiveRate?: number;
  /** Share of fakes that may be called real. Default .05. */
  maxMissRate?: number;
  /** The seed that `random` was made of, for the record. */
  seed?: number;
  /** Fit on pictures that the detector was trained on all the same. Default false. */
  acceptTrainingPictures?: boolean;
  /** Engine threads within one picture. Default 1. */
  threads?: number;
}

/** What a calibration was fitted on, what it does, and what it took the place of. Plain JSON. */
export interface DetectorCalibration {
  /** Version of this layout. */
  version: 1;
  seed?: number;
  /** The detector that was calibrated; its file is not touched. */
  from: { name: string; sha256: string; calibration: Calibration; thresholds: Thresholds };
  /** Hex SHA-256 of the new file. */
  sha256: string;
  data: EvaluatedData;
  report: CalibrationReport;
  warnings: Warning[];
}

/**
 * Fits a detector's probabilities and its two thresholds on labelled pictures that it was not trained on, and
 * makes a new detector file of them: the network is the same to the bit. What it was fitted on is kept in the
 * file's table `calibration`.
 * Throws E_TRAINING_PICTURES, E_DETECTOR_INVALID, E_DATASET_EMPTY, E_ONE_CLASS, E_SCORES, and the reason of
 * `signal`.
 */
export async function calibrateDetector(
  file: Uint8Array,
  data: Dataset,
  options: CalibrateDetectorOptions,
): Promise<{ bytes: Uint8Array; result: DetectorCalibration }> {
  const { random, threads = 1, seed, method, rule, folds, maxFalsePositiveRate, maxMissRate } = options;
  const detector = await loadDetector(file, { threads });
  const { info, sha256 } = detector;
  const scored = await scoreTiers(detector, data.samples, [AS_GIVEN], options).finally(() =>
    detector.close(),
  );
  const { scores, warnings, ...described } = describeScoredData(info, data, scored, options);
  if (warnings.length > 0 && options.acceptTrainingPictures !== true) {
    throw new AssayError('E_TRAINING_PICTURES', warnings.map(({ message }) => message).join(' '));
  }
  const rates = {
    ...(maxFalsePositiveRate === undefined ? {} : { maxFalsePositiveRate }),
    ...(maxMissRate === undefined ? {} : { maxMissRate }),
    ...(rule === undefined ? {} : { rule }),
  };
  const fitted = calibrateScores(scores, {
    ...rates,
    random: random.fork('calibrate'),
    ...(method === undefined ? {} : { method }),
    ...(folds === undefined ? {} : { folds }),
  });
  const report = { ...fitted, thresholds: fitThresholds(withMargin(scores, fitted.calibration), rates) };
  const { calibration, thresholds } = report;
  const bytes = updateDetector(file, {
    calibration,
    thresholds: thresholds.thresholds,
    thresholdFit: thresholds,
    tables: {
      ...info.tables,
      calibration: {
        assay: VERSION,
        ...(seed === undefined ? {} : { seed }),
        from: sha256,
        data: { ...described.data, skipped: described.data.skipped.length },
        counts: report.counts,
        crossFit: report.crossFit,
      },
    },
  });
  return {
    bytes,
    result: {
      version: 1,
      ...(seed === undefined ? {} : { seed }),
      from: { name: info.name, sha256, calibration: info.calibration, thresholds: info.thresholds },
      sha256: createHash('sha256').update(bytes).digest('hex'),
      data: described.data,
      report,
      warnings,
    },
  };
}

/** How far apart the logits of two engines or machines may lie, and the probabilities made of them in float32. */
const MARGIN = { logit: 1e-4, probability: 1e-6 };

/**
 * Calibrated scores, each that much nearer to the wrong verdict: no threshold comes to lie so close to a picture
 * that another machine, or the rounding of another engine, could break the promise that rests on it.
 */
function withMargin(scores: readonly ScoredSample[], calibration: Calibration): ScoredSample[] {
  return scores.map((sample) => {
    const sign = sample.label === 'real' ? 1 : -1;
    const probability = calibratedProbability(sample.logit + sign * MARGIN.logit, calibration);
    return { ...sample, probability: Math.min(1, Math.max(0, probability + sign * MARGIN.probability)) };
  });
}
