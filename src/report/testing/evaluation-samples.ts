import type { EvaluationResult } from '../../detect/evaluation-result.js';
import type { DetectorComparison, Difference, FoldComparison, WorstMistakes } from '../../evaluate/types.js';
import type { TierFigures } from '../types.js';
import type { CalibrationReport } from '../../evaluate/types.js';
import { COMPARED_METRICS } from '../../evaluate/comparison/types.js';
import { AUDIT } from './audit-sample.js';
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

/** The pictures as given and one named tier. */
export const TIERS_SAMPLE: TierFigures = {
  tiers: [
    { name: 'as given', summary: SUMMARY, flips: null, change: null },
    { name: HOSTILE, summary: SUMMARY, flips, change: byMetric(about(-0.1)) },
  ],
  warnings: [{ code: 'FEW_GROUPS', message: HOSTILE }],
};

/** The pictures as given and a sweep of two steps. */
export const SWEEPS_SAMPLE: TierFigures = {
  tiers: [
    { name: 'as given', summary: SUMMARY, flips: null, change: null },
    ...[90, 60].map((value) => ({
      name: `jpeg ${value}`,
      sweep: { parameter: 'jpeg', value },
      summary: SUMMARY,
      flips,
      change: byMetric(about(-0.05)),
    })),
  ],
  warnings: [{ code: 'FEW_GROUPS', message: HOSTILE }],
};

/** One mistake of each kind. */
export const MISTAKES_SAMPLE: WorstMistakes = {
  real: [{ id: HOSTILE, label: 'real', probability: 0.9999999, source: HOSTILE }],
  fake: [{ id: 'fake/a.jpg', label: 'fake', probability: 0.02 }],
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

/** An evaluation as `evaluation.json` has it. */
export const RESULT_SAMPLE: EvaluationResult = {
  version: 1,
  detector: {
    format: 1,
    name: 'recipe',
    labels: ['fake', 'real'],
    view: { kind: 'square', size: 96 },
    input: {
      scale: 1 / 255,
      layout: 'nchw',
      channels: 'rgb',
      mean: [0, 0, 0],
      std: [1, 1, 1],
      type: 'float32',
    },
    backbone: null,
    head: null,
    calibration: { method: 'identity' },
    thresholds: { fakeAtLeast: 0.93, realAtMost: null },
    thresholdFit: null,
    training: { fingerprint: 'cd34', seed: 1, samples: { fake: 80, real: 80 } },
    versions: {},
    licence: null,
    tables: {},
    sha256: 'ef56',
  },
  data: {
    name: HOSTILE,
    part: { name: 'validation', method: HOSTILE },
    counts: { fake: 10, real: 10 },
    fingerprint: 'ab12',
    isEqualised: true,
    grouping: 'near-duplicates',
    trainedOn: 0,
    skipped: [{ id: HOSTILE, code: 'E_X', message: HOSTILE }],
  },
  summary: SUMMARY,
  worstMistakes: MISTAKES_SAMPLE,
  tiers: { tiers: TIERS_SAMPLE.tiers, warnings: TIERS_SAMPLE.warnings, intervals: SUMMARY.intervals },
  sweeps: null,
  audit: AUDIT,
  warnings: [{ code: 'TRAINING_DATA', message: HOSTILE }],
};
