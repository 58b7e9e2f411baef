import * as Plot from '@observablehq/plot';
import type { Reliability } from '../../evaluate/types.js';
import { formatCount, formatNumber, formatPercent } from '../format.js';
import { AXIS, percentTick } from './axes.js';
import { renderFigure } from './figure.js';
import { COLOR, LOOK } from './palette.js';

/**
 * Whether probabilities mean what they say: the share of fakes in each bin against the mean probability
 * there, with 95 % intervals; the larger the dot, the more samples. On the diagonal a detector is calibrated.
 */
export function renderReliabilityDiagram(reliability: Reliability): string {
  const bins = reliability.bins.filter(
    ({ meanProbability, fakeShare }) => meanProbability !== null && fakeShare.value !== null,
  );
  const points = bins.map(({ count, meanProbability, fakeShare }) => ({
    ...{ count, x: meanProbability!, y: fakeShare.value!, low: fakeShare.low, high: fakeShare.high },
  }));
  const most = Math.max(1, ...points.map(({ count }) => count));
  const error = formatNumber(reliability.expectedCalibrationError, 3);
  const floor = reliability.noiseFloor;
  const worst = points.reduce((found, { x, y }) => Math.max(found, Math.abs(x - y)), 0);
  return renderFigure({
    title: 'Reliability',
    description:
      `Expected calibration error ${error}` +
      (floor === null ? '' : ` (a calibrated detector would show about ${formatNumber(floor, 3)} here)`) +
      `; the farthest bin is off by ${formatPercent(worst, 0)}.`,
    panels: [
      {
        title: 'Reliability',
        legend: [
          { ...LOOK.real, label: `bins with 95% intervals, ECE ${error}`, mark: 'dot' },
          { ...LOOK.reference, label: 'calibrated', mark: 'line' },
        ],
        plot: {
          ...{ width: 440, height: 400, marginLeft: 62, marginRight: 16, marginTop: 10, marginBottom: 44 },
          x: {
            ...AXIS,
            label: 'probability of fake, bin mean',
            domain: [0, 1],
            ticks: 6,
            tickFormat: percentTick,
            grid: true,
          },
          y: {
            ...AXIS,
            label: 'share of fakes in the bin',
            domain: [0, 1],
            ticks: 6,
            tickFormat: percentTick,
            grid: true,
          },
          r: { type: 'identity' },
          marks: [
            Plot.link([0], {
              x1: 0,
              y1: 0,
              x2: 1,
              y2: 1,
              stroke: COLOR.grey,
              strokeWidth: 1.5,
              strokeDasharray: '2 4',
            }),
            Plot.ruleX(points, { x: 'x', y1: 'low', y2: 'high', stroke: COLOR.blue, strokeWidth: 1.6 }),
            Plot.dot(points, {
              ...{ x: 'x', y: 'y', fill: COLOR.blue },
              r: ({ count }: { count: number }) => 3 + 5 * Math.sqrt(count / most),
            }),
            ...(points.length === 0
              ? [Plot.text(['no samples'], { frameAnchor: 'middle', fill: COLOR.grey })]
              : []),
          ],
          ariaDescription: `${formatCount(points.length)} bins`,
        },
      },
    ],
  });
}
