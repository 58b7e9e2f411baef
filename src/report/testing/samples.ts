import type { CellSummary, EvaluationSummary, MetricEstimates } from '../../evaluate/types.js';
import { METRIC_NAMES } from '../../evaluate/types.js';
import type { Estimate } from '../../evaluate/scored.js';
import type { EpochRecord } from '../../train/history.js';
import type { RunReport } from '../types.js';

/** What an attacker would call a file. */
export const HOSTILE = `x"'><script>alert(1)</script>&\n\u202e\u0000.jpg`;

/** An estimate with an interval of ±0.05. */
export function about(value: number): Estimate {
  return { value, low: value - 0.05, high: value + 0.05 };
}

/** Six epochs, the third the best, the rate falling after it. */
export const HISTORY: EpochRecord[] = Array.from({ length: 6 }, (_, epoch) => ({
  epoch,
  learningRate: epoch < 3 ? 1e-3 : 1e-4,
  loss: 0.7 - 0.05 * epoch,
  accuracy: 0.5 + 0.05 * epoch,
  validationLoss: [0.7, 0.66, 0.64, 0.65, 0.67, 0.7][epoch]!,
  validationAccuracy: 0.5 + 0.02 * epoch,
  seconds: 1,
}));

function cell(fake: number, real: number): CellSummary {
  const metrics = Object.fromEntries(METRIC_NAMES.map((name) => [name, about(0.6)])) as MetricEstimates;
  return {
    counts: { total: fake + real, fake, real, groups: fake + real, fakeGroups: fake, realGroups: real },
    confusion: { truePositive: 6, falseNegative: 4, falsePositive: 3, trueNegative: 7 },
    metrics,
    warnings: [],
  };
}

/** An evaluation with a hostile source and one undefined metric. */
export const SUMMARY: EvaluationSummary = {
  ...cell(10, 10),
  metrics: {
    ...cell(10, 10).metrics,
    tprAtFpr1: { value: null, low: null, high: null, reason: 'fewer than 100 reals' },
  },
  threshold: 0.5,
  bySource: {
    [HOSTILE]: {
      ...cell(10, 0),
      against: 'every real',
      warnings: [{ code: 'FEW_FAKES', message: 'Ten fakes are few.' }],
    },
  },
  byAttribute: { difficulty: { easy: cell(5, 0), hard: cell(5, 0) } },
  curves: {
    roc: { falsePositiveRate: [0, 0.5, 1], truePositiveRate: [0, 0.7, 1], thresholds: [null, 0.5, 0.1] },
    precisionRecall: { precision: [0.5, 0.6, 1], recall: [1, 0.7, 0], thresholds: [0.1, 0.5] },
    reliability: {
      binning: 'equal-width',
      bins: [{ low: 0, high: 1, count: 20, meanProbability: 0.5, fakeShare: about(0.5) }],
      expectedCalibrationError: 0.03,
      noiseFloor: 0.02,
    },
    histogram: { edges: [0, 0.5, 1], fake: [4, 6], real: [7, 3] },
  },
  intervals: {
    method: 'stratified group bootstrap, bias-corrected percentile',
    level: 0.95,
    resamples: 1000,
  },
};

/** A run in which everything that comes from outside is hostile. */
export const RUN: RunReport = {
  name: HOSTILE,
  lead: HOSTILE,
  madeBy: 'Assay 0.1.0',
  measuredOn: '20 validation pictures',
  headline: [{ name: 'Accuracy', estimate: about(0.65), about: HOSTILE }],
  headerFloor: { accuracy: about(0.53), method: HOSTILE },
  notices: [
    { grade: 'notes', title: 'last' },
    { grade: 'blocks', title: HOSTILE, text: HOSTILE },
  ],
  history: HISTORY,
  bestEpoch: 2,
  confusion: SUMMARY.confusion,
  evaluation: SUMMARY,
  facts: [[HOSTILE, HOSTILE]],
  galleries: [{ bytes: new Uint8Array([1, 2, 3]), alt: HOSTILE, caption: HOSTILE }],
  predictions: { bytes: new Uint8Array([4]), alt: 'predictions' },
  model: {
    name: HOSTILE,
    layers: [{ name: HOSTILE, type: 'Dense', outputShape: [null, 2], parameters: 10, trainable: true }],
    totals: { total: 10, trainable: 10, nonTrainable: 0, bytes: 40 },
  },
  data: {
    name: HOSTILE,
    fingerprint: 'ab12',
    counts: { [HOSTILE]: { fake: 10, real: 10 } },
    skipped: Array.from({ length: 501 }, () => ({ id: HOSTILE, code: 'E_X', message: HOSTILE })),
    split: { method: HOSTILE, seed: 1 },
  },
  config: { out: HOSTILE, note: '</pre><script>' },
};
