import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { plainMetrics } from './metric-estimates.js';
import type { ScoredSample } from './scored.js';
import { summarise } from './summarise.js';
import { scoredFrom, simulated } from './testing/scored.js';
import { DIGITS, labelsOf, poor } from './testing/vectors.js';
import { METRIC_NAMES } from './types.js';

const scored: ScoredSample[] = poor.labels.map((label, i) => ({
  id: `${i}`,
  label,
  logit: 0,
  probability: poor.probabilities[i]!,
}));
const quick = { random: createRandom(1), resamples: 200 };

describe('summarise', () => {
  it('gives the metrics of the primitives, each inside its interval', () => {
    const { metrics, confusion, counts } = summarise(scored, quick);
    // y_hat = p >= .5; scikit-learn 1.2.1: accuracy_score, balanced_accuracy_score, f1_score, matthews_corrcoef, …
    expect(confusion).toEqual({ truePositive: 5, falseNegative: 5, falsePositive: 5, trueNegative: 9 });
    expect(counts).toEqual({ total: 24, fake: 10, real: 14, groups: 24, fakeGroups: 10, realGroups: 14 });
    const expected = {
      accuracy: 14 / 24,
      balancedAccuracy: (0.5 + 9 / 14) / 2,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
      rocAuc: 0.45714285714285713,
      averagePrecision: 0.4546011336743602,
      equalErrorRate: 0.5,
      brierScore: 0.3156041666666667,
      logLoss: 3.663576531336163,
      expectedCalibrationError: 0.31958333333333333,
    };
    for (const [name, value] of Object.entries(expected)) {
      const estimate = metrics[name as keyof typeof expected];
      expect(estimate.value, name).toBeCloseTo(value, DIGITS);
      expect(estimate.low!, name).toBeLessThanOrEqual(value);
      expect(estimate.high!, name).toBeGreaterThanOrEqual(value);
    }
  });

  it('says why a metric is not defined, and warns of few groups', () => {
    const { metrics, warnings } = summarise(scored, quick);
    expect(metrics.tprAtFpr1).toEqual({
      value: null,
      low: null,
      high: null,
      reason: '14 real samples cannot show a false positive rate of 1 %; it takes 100',
    });
    expect(warnings.map((warning) => warning.code)).toEqual(['FEW_GROUPS', 'FEW_GROUPS']);
  });

  it('is plain JSON and the same for the same seed', () => {
    const again = summarise(scored, { random: createRandom(1), resamples: 200 });
    expect(JSON.parse(JSON.stringify(again))).toEqual(again);
    expect(again).toEqual(summarise(scored, { random: createRandom(1), resamples: 200 }));
  });

  it('never crashes on one class or on nothing', () => {
    const oneClass = summarise(
      scored.filter((sample) => sample.label === 'real'),
      quick,
    );
    expect(oneClass.metrics.specificity.value).toBeCloseTo(9 / 14, DIGITS);
    expect(oneClass.metrics.rocAuc).toMatchObject({ value: null, reason: 'only real samples' });
    expect(oneClass.warnings[0]!.code).toBe('ONE_CLASS');
    const nothing = summarise([], quick);
    for (const name of METRIC_NAMES) expect(nothing.metrics[name].reason).toBe('no samples');
    expect(JSON.parse(JSON.stringify(nothing))).toEqual(nothing);
  });

  it('does not call a faultless small set certain', () => {
    const perfect = scoredFrom(labelsOf([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]), [3, 3, 2, 2, 2, -2, -2, -3, -3, -3]);
    const { metrics } = summarise(perfect, quick);
    // scipy: binomtest(5, 5).proportion_ci(.95, 'wilson').low = .5655, binomtest(10, 10)… = .7225
    expect(metrics.rocAuc).toMatchObject({ value: 1, high: 1 });
    expect(metrics.rocAuc.low).toBeCloseTo(0.5655175, 6);
    expect(metrics.accuracy.low).toBeCloseTo(0.7224672, 6);
    expect(metrics.equalErrorRate.high).toBeCloseTo(1 - 0.5655175, 6);
    expect(metrics.matthews.low).toBeCloseTo(2 * 0.5655175 - 1, 6);
  });

  it('counts verdicts when there are thresholds', () => {
    const { verdicts } = summarise(scored, { ...quick, thresholds: { fakeAtLeast: 0.7, realAtMost: 0.3 } });
    expect(verdicts).toEqual({
      fake: { fake: 3, inconclusive: 3, real: 4 },
      real: { fake: 3, inconclusive: 5, real: 6 },
    });
  });

  it('gives intervals that hold the truth about as often as they say', () => {
    const random = createRandom(11);
    const truth = plainMetrics(simulated(random, { fakes: 50_000, reals: 50_000 }));
    const held = {
      accuracy: 0,
      rocAuc: 0,
      averagePrecision: 0,
      tprAtFpr5: 0,
      brierScore: 0,
      logLoss: 0,
      expectedCalibrationError: 0,
    };
    const sets = 300;
    for (let i = 0; i < sets; i++) {
      const { metrics } = summarise(simulated(random, { fakes: 100, reals: 100 }), {
        random: random.fork(i),
        resamples: 200,
      });
      for (const name of Object.keys(held) as (keyof typeof held)[]) {
        const { low, high } = metrics[name];
        if (low! <= truth[name] && truth[name] <= high!) held[name]++;
      }
    }
    for (const [name, count] of Object.entries(held)) expect(count / sets, name).toBeGreaterThan(0.89);
  });
});

describe('summarise by source and attribute', () => {
  const named = scored.map((sample, i) => ({
    ...sample,
    ...(i === 0 ? {} : { source: sample.label === 'fake' ? `generator-${i % 2}` : 'camera' }),
    attributes: { difficulty: i % 3 === 0 ? 'hard' : 'easy', name: `unique-${i}` },
  }));
  const { bySource, byAttribute, warnings } = summarise(named, { ...quick, maxValues: 10 });

  it('sets a generator against every real', () => {
    expect(Object.keys(bySource)).toEqual(['camera', 'generator-0', 'generator-1']);
    const cell = bySource['generator-0']!;
    expect(cell.against).toBe('every real');
    expect(cell.counts.real).toBe(0);
    expect(cell.metrics.accuracy.value).toBe(cell.metrics.recall.value);
    expect(cell.metrics.rocAuc.value).not.toBeNull();
    expect(cell.metrics.f1.reason).toMatch(/one class only/);
    const pair = named.filter((sample) => sample.source === 'generator-0' || sample.label === 'real');
    expect(cell.metrics.rocAuc.value).toBeCloseTo(plainMetrics(pair).rocAuc, DIGITS);
  });

  it('takes a mixed cell on its own', () => {
    const { hard, easy } = byAttribute['difficulty']!;
    expect(hard!.against).toBeUndefined();
    expect(hard!.counts.total + easy!.counts.total).toBe(24);
    const own = plainMetrics(named.filter((sample) => sample.attributes.difficulty === 'hard'));
    expect(hard!.metrics.accuracy.value).toBeCloseTo(own.accuracy, DIGITS);
  });

  it('tells what it left out', () => {
    expect(byAttribute['name']).toBeUndefined();
    const messages = warnings.map((warning) => warning.message).join('\n');
    expect(messages).toMatch(/Attribute name has 24 values and is left out/);
    expect(messages).toMatch(/1 of 24 samples have no source/);
  });
});
