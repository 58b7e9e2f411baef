import * as Plot from '@observablehq/plot';
import type { ScoreHistogram, Thresholds } from '../../evaluate/types.js';
import { formatCount, formatPercent } from '../format.js';
import { AXIS, percentTick } from './axes.js';
import { renderFigure } from './figure.js';
import { COLOR, LOOK } from './palette.js';

/**
 * How the probabilities of fake lie, fakes above the line and reals below it, each as shares of its class;
 * `cuts` are drawn as vertical lines.
 */
export function renderScoreHistogram(
  histogram: ScoreHistogram,
  {
    cuts = [],
    thresholds,
  }: { cuts?: readonly { at: number; label: string }[]; thresholds?: Thresholds } = {},
): string {
  const sums = { fake: sum(histogram.fake), real: sum(histogram.real) };
  const bars = (['fake', 'real'] as const).flatMap((label) =>
    histogram[label].map((count, i) => ({
      ...{ label, low: histogram.edges[i]!, high: histogram.edges[i + 1]! },
      share: ((label === 'fake' ? 1 : -1) * count) / Math.max(1, sums[label]),
    })),
  );
  const most = Math.max(0.05, ...bars.map(({ share }) => Math.abs(share)));
  const lines = [...cuts, ...thresholdCuts(thresholds)];
  return renderFigure({
    title: 'Scores by class',
    description: `Probabilities of fake of ${formatCount(sums.fake)} fakes and ${formatCount(sums.real)} reals; ${middle(histogram, 'fake')} of the fakes and ${middle(histogram, 'real')} of the reals are at one half or above.`,
    panels: [
      {
        title: 'Scores by class',
        legend: [
          { ...LOOK.fake, label: `fake, above (${formatCount(sums.fake)})`, mark: 'square' },
          { ...LOOK.real, label: `real, below (${formatCount(sums.real)})`, mark: 'square' },
        ],
        plot: {
          ...{ width: 440, height: 320, marginLeft: 62, marginRight: 16, marginTop: 26, marginBottom: 44 },
          x: { ...AXIS, label: 'probability of fake', domain: [0, 1], ticks: 6, tickFormat: percentTick },
          y: {
            ...{ ...AXIS, label: 'share of the class', domain: [-most, most], grid: true, ticks: 7 },
            tickFormat: (share: number) => percentTick(Math.abs(share)),
          },
          marks: [
            Plot.rect(
              bars.filter(({ share }) => share !== 0),
              {
                ...{ x1: 'low', x2: 'high', y1: 0, y2: 'share', inset: 0.75 },
                fill: ({ label }: { label: 'fake' | 'real' }) => LOOK[label].color,
              },
            ),
            Plot.ruleY([0], { stroke: 'currentColor' }),
            Plot.ruleX(lines, { x: 'at', stroke: 'currentColor', strokeDasharray: '4 3', strokeWidth: 1.3 }),
            Plot.text(lines, {
              ...{ x: 'at', text: 'label', frameAnchor: 'top', dy: -16, fontSize: 12, fill: COLOR.grey },
            }),
          ],
          color: { type: 'identity' },
        },
      },
    ],
  });
}

function thresholdCuts(thresholds: Thresholds | undefined): { at: number; label: string }[] {
  const { fakeAtLeast = null, realAtMost = null } = thresholds ?? {};
  return [
    ...(realAtMost === null ? [] : [{ at: realAtMost, label: 'real up to' }]),
    ...(fakeAtLeast === null ? [] : [{ at: fakeAtLeast, label: 'fake from' }]),
  ];
}

function middle(histogram: ScoreHistogram, label: 'fake' | 'real'): string {
  const counts = histogram[label];
  const above = sum(counts.filter((_, i) => histogram.edges[i]! >= 0.5));
  return formatPercent(counts.length > 0 && sum(counts) > 0 ? above / sum(counts) : null, 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
