import * as Plot from '@observablehq/plot';
import type { Estimate } from '../../evaluate/scored.js';
import { formatEstimate } from '../format.js';
import { AXIS, percentTick } from './axes.js';
import { renderFigure } from './figure.js';
import { COLOR, seriesLook } from './palette.js';
import { estimateWidth } from './measure.js';

/** One line of a sweep: an estimate at each step. */
export interface SweepSeries {
  label: string;
  points: { x: number | string; estimate: Estimate }[];
}

/** A sweep of a degradation: what is varied, and a figure that follows it. */
export interface SweepChart {
  title: string;
  xLabel: string;
  yLabel: string;
  /** Every series has its points in the order in which they are to stand. */
  series: SweepSeries[];
  /** Numbers along x fall from left to right, as JPEG quality does while pictures get worse. */
  reverse?: boolean;
  /** Shares are written as percent (default); areas and scores as they are. */
  percent?: boolean;
  /** A level to hold the lines against: chance, or the header-only floor. */
  reference?: { value: number; label: string };
}

interface Point {
  x: number | string;
  y: number;
  low: number;
  high: number;
}

/**
 * How a figure holds as pictures get worse: a line a series with its 95 % interval, as a band where x is a
 * number, as bars where the steps are named tiers.
 */
export function renderSweep(sweep: SweepChart): string {
  const { title, series, percent = true, reference } = sweep;
  const isNamed = series.some(({ points }) => points.some(({ x }) => typeof x === 'string'));
  const steps = [
    ...new Set(series.flatMap(({ points }) => points.map(({ x }) => (isNamed ? String(x) : x)))),
  ];
  const lines = series.map(({ points }) =>
    points.flatMap(({ x, estimate }) => pointOf(isNamed ? String(x) : x, estimate)),
  );
  const values = lines.flat().flatMap(({ low, high }) => [low, high]);
  const low = Math.min(...values, reference?.value ?? 1);
  const marginLeft = 62;
  const width = 470;
  const stepWidth = (width - marginLeft - 16) / Math.max(1, steps.length);
  const needsTurn = isNamed && steps.some((step) => estimateWidth(String(step), 13) > stepWidth);
  return renderFigure({
    title,
    description: `${series.map((one) => describe(one, percent)).join(' ')}${reference ? ` ${reference.label}.` : ''}`,
    panels: [
      {
        title,
        legend: [
          ...series.map(({ label }, i) => ({ ...seriesLook(i), label, mark: 'line' as const })),
          ...(reference
            ? [{ color: COLOR.grey, dash: '2 4', label: reference.label, mark: 'line' as const }]
            : []),
        ],
        plot: {
          ...{ width, height: needsTurn ? 340 : 300, marginLeft, marginRight: 16, marginTop: 10 },
          marginBottom: needsTurn ? 88 : 44,
          x: isNamed
            ? {
                ...AXIS,
                type: 'point',
                label: needsTurn ? null : sweep.xLabel,
                domain: steps,
                ...(needsTurn && { tickRotate: -30 }),
              }
            : { ...AXIS, label: sweep.xLabel, reverse: sweep.reverse ?? false, ticks: 8 },
          y: {
            ...{
              ...AXIS,
              label: sweep.yLabel,
              grid: true,
              domain: [Math.min(0.5, Math.floor(low * 10) / 10), 1],
            },
            ...(percent && { tickFormat: percentTick }),
          },
          marks: [
            Plot.ruleY(reference ? [reference.value] : [], {
              stroke: COLOR.grey,
              strokeDasharray: '2 4',
              strokeWidth: 1.5,
            }),
            ...lines.flatMap((points, i) => lineMarks(points, i, lines.length, isNamed)),
          ],
        },
      },
    ],
  });
}

function lineMarks(points: readonly Point[], index: number, count: number, isNamed: boolean): Plot.Markish[] {
  const { color, dash } = seriesLook(index);
  // Bars at the same tier stand side by side.
  const dx = isNamed ? (index - (count - 1) / 2) * 7 : 0;
  return [
    isNamed
      ? Plot.ruleX(points, { x: 'x', y1: 'low', y2: 'high', stroke: color, strokeWidth: 1.6, dx })
      : Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill: color, fillOpacity: 0.16 }),
    Plot.line(points, {
      ...{ x: 'x', y: 'y', stroke: color, strokeWidth: isNamed ? 1.4 : 2.2, dx },
      ...(dash !== undefined && { strokeDasharray: dash }),
    }),
    Plot.dot(points, { x: 'x', y: 'y', fill: color, r: 3.5, dx }),
  ];
}

function pointOf(x: number | string, { value, low, high }: Estimate): Point[] {
  return value === null ? [] : [{ x, y: value, low: low ?? value, high: high ?? value }];
}

function describe({ label, points }: SweepSeries, percent: boolean): string {
  const told = points.map(
    ({ x, estimate: { value, low, high } }) => `${x}: ${formatEstimate(value, low, high, { percent })}`,
  );
  return `${label}: ${told.join(', ')}.`;
}
