import type { DetectorComparison, Difference, FoldComparison, TierReport } from '../../evaluate/types.js';
import type { CalibrationReport } from '../../evaluate/types.js';
import { COMPARED_METRICS } from '../../evaluate/comparison/types.js';
import { about, HOSTILE, SUMMARY } from './samples.js';

const byMetric = <T>(value: T): Record<(typeof COMPARED_METRICS)[number], T> =>
  Object.fromEntries(COMPARED_METRICS.map((metric) => [metric, value])) as Record<
    (typeof COMPARED_METRICS)[number],
    T
  >;

const flips = {
  compared: 20,
  share: about(0.2),
  byLabel: { fake: about(0.25), real: about(0.15) },
  fromTo: {
    fake: { fake: 5, real: 1, inconclusive: 4 },
    real: { fake: 0, real: 8, inconclusive: 0 },
    inconclusive: { fake: 0, real: 0, inconclusive: 2 },
  },
};

/** The pictures as given, one named tier, and a sweep of two steps. */
export const TIERS_SAMPLE: TierReport = {
  tiers: [
    { name: 'as given', summary: SUMMARY, flips: null, change: null },
    { name: HOSTILE, summary: SUMMARY, flips, change: byMetric(about(-0.1)) },
    ...[90, 60].map((value) => ({
      name: `jpeg ${value}`,
      sweep: { parameter: 'jpeg-quality', value },
      summary: SUMMARY,
      flips,
      change: byMetric(about(-0.05)),
    })),
  ],
  worstMistakes: {
    real: [{ id: HOSTILE, label: 'real', probability: 0.9999999, source: HOSTILE }],
    fake: [{ id: 'fake/a.jpg', label: 'fake', probability: 0.02 }],
  },
  intervals: SUMMARY.intervals,
  warnings: [{ code: 'FEW_GROUPS', message: HOSTILE }],
};

const quality = { expectedCalibrationError: 0.03, noiseFloor: 0.02, brierScore: 0.2, logLoss: 0.6 };

/** A Platt calibration with two thresholds, one of them not to be had. */
export const CALIBRATION_SAMPLE: CalibrationReport = {
  counts: SUMMARY.counts,
  calibration: { method: 'platt', slope: 0.8, intercept: -0.1 },
  crossFit: { folds: 5, before: quality, after: quality },
  thresholds: {
    thresholds: { fakeAtLeast: 0.93, realAtMost: null },
    rule: 'expected',
    falsePositives: {
      allowed: 0.01,
      samples: 10,
      groups: 10,
      errors: 0,
      rate: about(0.05),
      upperBound: 0.26,
      guaranteed: false,
    },
    misses: {
      allowed: 0.05,
      samples: 10,
      groups: 10,
      errors: 0,
      rate: about(0.05),
      upperBound: 0.26,
      guaranteed: true,
    },
    inconclusive: { fake: 0.8, real: 0.9 },
    bandIsEmpty: false,
    warnings: [],
  },
  warnings: [],
};

const difference: Difference = {
  difference: { value: -0.02, low: -0.05, high: 0.01 },
  p: 0.2,
  adjusted: 0.4,
  test: 'DeLong',
  isNoise: true,
};

/** Two detectors, and one pair of them. */
export const COMPARISON_SAMPLE: DetectorComparison = {
  counts: SUMMARY.counts,
  detectors: [
    { name: HOSTILE, metrics: SUMMARY.metrics },
    { name: 'b', metrics: SUMMARY.metrics },
  ],
  pairs: [
    {
      first: HOSTILE,
      second: 'b',
      differences: {
        ...byMetric(difference),
        accuracy: { ...difference, adjusted: 0.0002, isNoise: false },
        brierScore: { ...difference, adjusted: null, isNoise: null },
      },
      onlyFirstRight: 3,
      onlySecondRight: 5,
      words: byMetric('words'),
    },
  ],
  intervals: SUMMARY.intervals,
  warnings: [{ code: 'MISSING_SAMPLES', message: HOSTILE }],
};

/** Two configurations over 25 runs each. */
export const FOLDS_SAMPLE: FoldComparison = {
  configurations: ['96 px', HOSTILE].map((name) => ({
    name,
    summary: { runs: 25, mean: about(0.57), standardDeviation: 0.021, standardError: 0.01 },
  })),
  pairs: [
    {
      first: '96 px',
      second: HOSTILE,
      test: { difference: about(0.01), t: 1, degreesOfFreedom: 24, p: 0.3 },
      adjusted: 0.3,
      isNoise: true,
      words: 'words',
    },
  ],
};
