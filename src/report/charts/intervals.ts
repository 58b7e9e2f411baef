import * as Plot from '@observablehq/plot';
import type { Estimate } from '../../evaluate/scored.js';
import { formatCount, formatEstimate } from '../format.js';
import { shorten } from '../text.js';
import { AXIS, percentTick } from './axes.js';
import { FONT_SIZE } from './dom.js';
import { renderFigure } from './figure.js';
import { estimateWidth } from './measure.js';
import { COLOR } from './palette.js';

/** One line of an interval chart: a run, a detector, a source. */
export interface IntervalRow {
  label: string;
  estimate: Estimate;
  /** Samples it rests on, shown behind the label. */
  count?: number;
  /** Set apart by colour and an open dot: a baseline among detectors. */
  isBaseline?: boolean;
}

/** A chart of one figure over several things. */
export interface IntervalChart {
  title: string;
  xLabel: string;
  rows: IntervalRow[];
  /** Dots (default) suit comparison; bars suit shares, and begin at zero. */
  mark?: 'dot' | 'bar';
  /** Shares are written as percent (default); areas and scores as they are. */
  percent?: boolean;
  /** A level to hold the rows against: chance, or the header-only floor. */
  reference?: { value: number; label: string };
}

const ROW = 30;
const LABEL_LENGTH = 34;

/** Estimates one below the other with their 95 % intervals, and the figures at the right. */
export function renderIntervals(chart: IntervalChart): string {
  const { title, mark = 'dot', percent = true, reference } = chart;
  const rows = chart.rows.map(({ label, estimate, count, isBaseline = false }, i) => ({
    ...{ key: String(i), isBaseline, value: estimate.value, low: estimate.low, high: estimate.high },
    label: shorten(label, LABEL_LENGTH) + (count === undefined ? '' : ` (${formatCount(count)})`),
    text: formatEstimate(estimate.value, estimate.low, estimate.high, { percent }),
    color: isBaseline ? COLOR.grey : COLOR.blue,
  }));
  const shown = rows.filter(({ value }) => value !== null);
  const labelWidth = Math.max(60, ...rows.map(({ label }) => estimateWidth(label, FONT_SIZE)));
  const textWidth = Math.max(60, ...rows.map(({ text }) => estimateWidth(text, FONT_SIZE)));
  const marginLeft = Math.ceil(labelWidth) + 14;
  const marginRight = Math.ceil(textWidth) + 18;
  return renderFigure({
    title,
    description: `${rows.map(({ label, text }) => `${label}: ${text}`).join('; ')}.${reference ? ` ${reference.label}.` : ''}`,
    panels: [
      {
        title,
        ...(reference && {
          legend: [{ color: COLOR.grey, dash: '2 4', label: reference.label, mark: 'line' as const }],
        }),
        plot: {
          ...{
            width: marginLeft + 290 + marginRight,
            height: rows.length * ROW + 62,
            marginLeft,
            marginRight,
            marginTop: 10,
          },
          marginBottom: 46,
          x: {
            ...AXIS,
            label: chart.xLabel,
            domain: domainOf(chart),
            grid: true,
            ticks: 6,
            ...(percent && { tickFormat: percentTick }),
          },
          y: {
            ...{ type: 'band', label: null, domain: rows.map(({ key }) => key), padding: 0.35, tickSize: 0 },
            tickFormat: (key: string) => rows[Number(key)]!.label,
          },
          color: { type: 'identity' },
          marks: [
            ...(mark === 'bar'
              ? [Plot.barX(shown, { x1: 0, x2: 'value', y: 'key', fill: 'color', fillOpacity: 0.45 })]
              : []),
            Plot.ruleX(reference ? [reference.value] : [], {
              stroke: COLOR.grey,
              strokeDasharray: '2 4',
              strokeWidth: 1.5,
            }),
            Plot.link(
              shown.filter(({ low, high }) => low !== null && high !== null),
              { x1: 'low', x2: 'high', y: 'key', stroke: 'color', strokeWidth: 2.2 },
            ),
            ...(mark === 'dot'
              ? [
                  Plot.dot(
                    shown.filter(({ isBaseline }) => !isBaseline),
                    { x: 'value', y: 'key', fill: 'color', r: 5 },
                  ),
                  Plot.dot(
                    shown.filter(({ isBaseline }) => isBaseline),
                    { x: 'value', y: 'key', stroke: 'color', strokeWidth: 2, r: 5 },
                  ),
                ]
              : []),
            Plot.text(rows, {
              y: 'key',
              text: 'text',
              frameAnchor: 'right',
              dx: marginRight - 4,
              textAnchor: 'end',
            }),
          ],
        },
      },
    ],
  });
}

function domainOf({ rows, mark, reference }: IntervalChart): [number, number] {
  const values = rows
    .flatMap(({ estimate: { value, low, high } }) => [value, low, high])
    .filter((v) => v !== null);
  if (reference) values.push(reference.value);
  if (values.length === 0) return [0, 1];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const pad = Math.max((high - low) * 0.08, 0.01);
  const isShare = low >= 0 && high <= 1;
  const from = mark === 'bar' ? Math.min(0, low) : low - pad;
  return isShare ? [Math.max(0, from), mark === 'bar' ? 1 : Math.min(1, high + pad)] : [from, high + pad];
}
