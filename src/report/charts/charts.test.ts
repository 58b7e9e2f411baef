import { expect, it } from 'vitest';
import type { Estimate } from '../../evaluate/scored.js';
import { countTicks, percentTick, shareDomain } from './axes.js';
import { renderConfusionMatrix, renderVerdictMatrix } from './confusion-matrix.js';
import { renderIntervals } from './intervals.js';
import { seriesLook } from './palette.js';
import { renderPrecisionRecallCurves, renderRocCurves } from './ranking-curves.js';
import { renderReliabilityDiagram } from './reliability-diagram.js';
import { renderScoreHistogram } from './score-histogram.js';
import { renderSweep } from './sweep.js';
import { thinLine } from './thin.js';

const about = (value: number, half = 0.05): Estimate => ({ value, low: value - half, high: value + half });
const undefinedEstimate: Estimate = { value: null, low: null, high: null, reason: 'no fake' };

const roc = {
  falsePositiveRate: [0, 0, 0.5, 0.5, 1],
  truePositiveRate: [0, 0.5, 0.5, 1, 1],
  thresholds: [null, 0.9, 0.6, 0.4, 0.1],
};

it('draws ROC curves with chance, areas and the cuts in use', async () => {
  const svg = renderRocCurves([{ label: 'recipe', curve: roc, area: about(0.75) }], {
    operatingPoints: [{ falsePositiveRate: 0, truePositiveRate: 0.5, label: 'fake at 1% of reals' }],
  });
  expect(svg).toContain('recipe: AUC 0.750 (0.700–0.800)');
  await expect(svg).toMatchFileSnapshot('snapshots/roc.svg');
});

it('draws precision and recall over the share of fakes', () => {
  const curve = { precision: [0.5, 0.6, 1, 1], recall: [1, 0.6, 0.4, 0], thresholds: [0.1, 0.5, 0.9] };
  const svg = renderPrecisionRecallCurves([{ label: 'recipe', curve }], { prevalence: 0.5 });
  expect(svg).toContain('all called fake (50.0%)');
  expect(svg).toContain('<desc>recipe.</desc>');
});

it('says so where a curve is not defined', () => {
  const curve = { falsePositiveRate: [], truePositiveRate: [], thresholds: [], reason: 'one class' };
  expect(renderRocCurves([{ label: 'x', curve }])).toContain('not defined, both classes are needed');
});

it('draws scores as shares of each class, with thresholds', () => {
  const svg = renderScoreHistogram(
    { edges: [0, 0.5, 1], fake: [1, 3], real: [2, 0] },
    { thresholds: { fakeAtLeast: 0.9, realAtMost: null } },
  );
  expect(svg).toContain('75% of the fakes and 0% of the reals are at one half or above');
  expect(svg).toContain('>fake from<');
  expect(svg).not.toContain('>real up to<');
  expect(svg.match(/<rect [^>]*fill="#D55E00"/g)).toHaveLength(3);
  expect(renderScoreHistogram({ edges: [0, 1], fake: [0], real: [0] })).toContain('– of the fakes');
});

it('draws reliability with its error and what noise alone would give', async () => {
  const svg = renderReliabilityDiagram({
    binning: 'equal-width',
    bins: [
      { low: 0, high: 0.5, count: 30, meanProbability: 0.3, fakeShare: about(0.4) },
      { low: 0.5, high: 1, count: 0, meanProbability: null, fakeShare: undefinedEstimate },
    ],
    expectedCalibrationError: 0.1,
    noiseFloor: 0.04,
  });
  expect(svg).toContain('error 0.100 (a calibrated detector would show about 0.040 here)');
  await expect(svg).toMatchFileSnapshot('snapshots/reliability.svg');
});

it('draws sweeps over numbers with bands and over tiers with bars', () => {
  const numbers = renderSweep({
    title: 'JPEG quality',
    xLabel: 'quality',
    yLabel: 'balanced accuracy',
    reverse: true,
    series: [{ label: 'a', points: [90, 60, 30].map((x) => ({ x, estimate: about(x / 100) })) }],
    reference: { value: 0.5, label: 'chance' },
  });
  expect(numbers).toContain('a: 90: 90.0% (85.0–95.0), 60:');
  expect(numbers).toContain('fill-opacity="0.16"');
  const tiers = renderSweep({
    title: 'Tiers',
    xLabel: 'tier',
    yLabel: 'balanced accuracy',
    series: ['a', 'b'].map((label) => ({
      label,
      points: ['as given', '768 px + q60', '<b>'].map((x) => ({
        x,
        estimate: x === '<b>' ? undefinedEstimate : about(0.7),
      })),
    })),
  });
  expect(tiers).toContain('&lt;b&gt;');
  expect(tiers).not.toContain('fill-opacity="0.16"');
});

it('draws estimates with intervals, undefined ones as a dash', async () => {
  const svg = renderIntervals({
    title: 'AUC',
    xLabel: 'ROC AUC',
    percent: false,
    rows: [
      { label: 'recipe "<96>"', estimate: about(0.594), count: 400 },
      { label: 'header only', estimate: about(0.53), isBaseline: true },
      { label: 'broken', estimate: undefinedEstimate },
    ],
    reference: { value: 0.5, label: 'chance' },
  });
  expect(svg).toContain('recipe &quot;&lt;96&gt;&quot; (400): 0.594 (0.544–0.644)');
  await expect(svg).toMatchFileSnapshot('snapshots/intervals.svg');
  expect(renderIntervals({ title: 'none', xLabel: 'x', mark: 'bar', rows: [] })).toContain('<svg');
});

it('draws confusion with counts and shares of the actual class', async () => {
  const svg = renderConfusionMatrix({
    truePositive: 1500,
    falseNegative: 500,
    falsePositive: 0,
    trueNegative: 0,
  });
  expect(svg).toContain(
    '1,500 fake called fake (75.0%); 500 fake called real (25.0%); 0 real called fake (–)',
  );
  await expect(svg).toMatchFileSnapshot('snapshots/confusion.svg');
  const verdicts = renderVerdictMatrix({
    fake: { fake: 1, inconclusive: 2, real: 1 },
    real: { fake: 0, inconclusive: 1, real: 1 },
  });
  expect(verdicts).toContain('2 fake called inconclusive (50.0%)');
});

it('keeps a line of a million points short and its ends in place', () => {
  const points = Array.from({ length: 1_000_001 }, (_, i) => ({ x: i / 1e6, y: i / 1e6 }));
  const thin = thinLine(points);
  expect(thin.length).toBeLessThan(900);
  expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
});

it('sets ticks and domains that read well', () => {
  expect(countTicks(1)).toEqual([1]);
  expect(countTicks(20)).toEqual([1, 5, 10, 15, 20]);
  expect(countTicks(200)).toEqual([1, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200]);
  expect([0, 0.575, 1].map(percentTick)).toEqual(['0%', '57.5%', '100%']);
  expect(shareDomain([0.52, 0.55, NaN])).toEqual([0.4, 0.65]);
  expect(shareDomain([])).toEqual([0, 1]);
});

it('gives neighbouring series another colour and another dash', () => {
  const looks = Array.from({ length: 12 }, (_, i) => seriesLook(i));
  expect(new Set(looks.map((look) => JSON.stringify(look))).size).toBe(12);
  expect(looks[0]).toEqual({ color: '#0072B2' });
  expect(looks[1]!.dash).toBeDefined();
});
