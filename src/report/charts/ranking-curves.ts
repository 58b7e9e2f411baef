import * as Plot from '@observablehq/plot';
import type { Estimate } from '../../evaluate/scored.js';
import type { PrecisionRecallCurve, RocCurve } from '../../evaluate/types.js';
import { formatEstimate, formatPercent } from '../format.js';
import { AXIS, percentTick } from './axes.js';
import { renderFigure } from './figure.js';
import type { LegendItem } from './legend.js';
import { COLOR, LOOK, seriesLook } from './palette.js';
import { thinLine } from './thin.js';

/** A detector's curve with its area. */
export interface CurveSeries<Curve> {
  label: string;
  curve: Curve;
  /** ROC AUC or average precision, as the curve has it. */
  area?: Estimate;
}

/** A cut that is in use, marked on a ROC curve. */
export interface OperatingPoint {
  falsePositiveRate: number;
  truePositiveRate: number;
  label: string;
}

interface Line {
  label: string;
  area: Estimate | undefined;
  points: { x: number; y: number }[];
}

/** ROC curves of one or several detectors on the same samples, with chance as a dotted diagonal. */
export function renderRocCurves(
  series: readonly CurveSeries<RocCurve>[],
  { operatingPoints = [] }: { operatingPoints?: readonly OperatingPoint[] } = {},
): string {
  const lines = series.map(({ label, curve, area }) => ({
    label,
    area,
    points: curve.falsePositiveRate.map((x, i) => ({ x, y: curve.truePositiveRate[i]! })),
  }));
  return renderLines(lines, {
    title: 'ROC curve',
    area: 'AUC',
    x: 'reals called fake (false positive rate)',
    y: 'fakes found (true positive rate)',
    curve: 'linear',
    reference: { label: 'chance', ends: [0, 0, 1, 1] },
    points: operatingPoints,
  });
}

/**
 * Precision-recall curves in steps, as average precision sums them; `prevalence`, the share of fakes, is what
 * calling everything fake would reach.
 */
export function renderPrecisionRecallCurves(
  series: readonly CurveSeries<PrecisionRecallCurve>[],
  { prevalence }: { prevalence?: number } = {},
): string {
  const lines = series.map(({ label, curve, area }) => ({
    label,
    area,
    points: curve.recall.map((x, i) => ({ x, y: curve.precision[i]! })),
  }));
  return renderLines(lines, {
    title: 'Precision and recall',
    area: 'AP',
    x: 'fakes found (recall)',
    y: 'fakes among what is called fake (precision)',
    curve: 'step-after',
    ...(prevalence !== undefined && {
      reference: {
        label: `all called fake (${formatPercent(prevalence)})`,
        ends: [0, prevalence, 1, prevalence],
      },
    }),
    points: [],
  });
}

interface LinesSpec {
  title: string;
  area: string;
  x: string;
  y: string;
  curve: 'linear' | 'step-after';
  reference?: { label: string; ends: number[] };
  points: readonly OperatingPoint[];
}

function renderLines(lines: readonly Line[], spec: LinesSpec): string {
  const areas = lines.map(({ label, area }) => {
    const text = area ? formatEstimate(area.value, area.low, area.high, { percent: false }) : '';
    return text === '' ? label : `${label}: ${spec.area} ${text}`;
  });
  const legend: LegendItem[] = [
    ...areas.map((label, i) => ({ ...seriesLook(i), label, mark: 'line' as const })),
    ...spec.points.map(({ label }) => ({ color: COLOR.grey, label, mark: 'ring' as const })),
    ...(spec.reference ? [{ ...LOOK.reference, label: spec.reference.label, mark: 'line' as const }] : []),
  ];
  const isEmpty = lines.every(({ points }) => points.length === 0);
  const [x1, y1, x2, y2] = spec.reference?.ends ?? [];
  return renderFigure({
    title: spec.title,
    description: isEmpty ? `${spec.title}: not defined, both classes are needed.` : `${areas.join('; ')}.`,
    panels: [
      {
        title: spec.title,
        legend,
        plot: {
          ...{ width: 440, height: 400, marginLeft: 62, marginRight: 16, marginTop: 10, marginBottom: 44 },
          x: { ...AXIS, label: spec.x, domain: [0, 1], tickFormat: percentTick, grid: true, ticks: 6 },
          y: { ...AXIS, label: spec.y, domain: [0, 1], tickFormat: percentTick, grid: true, ticks: 6 },
          marks: [
            Plot.link(spec.reference ? [spec.reference] : [], {
              ...{ x1: [x1], y1: [y1], x2: [x2], y2: [y2], stroke: COLOR.grey, strokeWidth: 1.5 },
              strokeDasharray: '2 4',
            }),
            ...lines.map(({ points }, i) => {
              const { color, dash } = seriesLook(i);
              return Plot.line(thinLine(points), {
                ...{ x: 'x', y: 'y', stroke: color, strokeWidth: 2.2, curve: spec.curve },
                ...(dash !== undefined && { strokeDasharray: dash }),
              });
            }),
            Plot.dot(spec.points, {
              ...{ x: 'falsePositiveRate', y: 'truePositiveRate', r: 6, stroke: COLOR.grey, strokeWidth: 2 },
            }),
            ...(isEmpty ? [Plot.text(['not defined'], { frameAnchor: 'middle', fill: COLOR.grey })] : []),
          ],
        },
      },
    ],
  });
}
