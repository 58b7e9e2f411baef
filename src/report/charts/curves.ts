import * as Plot from '@observablehq/plot';
import type { EpochRecord } from '../../train/history.js';
import { formatNumber, formatPercent, formatRate } from '../format.js';
import { AXIS, countTicks, percentTick, shareDomain } from './axes.js';
import { type Figure, type Panel, renderFigure } from './figure.js';
import { COLOR, LOOK } from './palette.js';

/** What the curves are drawn with beside the history. */
export interface CurvesOptions {
  /** The epoch (from 0) whose weights were kept; the least validation loss unless given. */
  bestEpoch?: number;
  /** Accuracy that needs no pixel (the header-only floor, or the larger class), drawn as a line. */
  floor?: { accuracy: number; label: string };
}

const WIDTH = 470;
const HEIGHT = 300;

/**
 * The two curves of a run, loss and accuracy, train against validation, as one SVG. Epochs count from 1;
 * steps of the learning rate and the best epoch are marked.
 */
export function renderCurves(history: readonly EpochRecord[], options: CurvesOptions = {}): string {
  const loss = lossFigure(history, options);
  const accuracy = accuracyFigure(history, options);
  return renderFigure({
    title: 'Training curves: loss and accuracy by epoch',
    description: `${loss.description} ${accuracy.description}`,
    panels: [...loss.panels, ...accuracy.panels],
  });
}

/** The loss curve alone. */
export function renderLossCurve(history: readonly EpochRecord[], options: CurvesOptions = {}): string {
  return renderFigure(lossFigure(history, options));
}

/** The accuracy curve alone. */
export function renderAccuracyCurve(history: readonly EpochRecord[], options: CurvesOptions = {}): string {
  return renderFigure(accuracyFigure(history, options));
}

function lossFigure(history: readonly EpochRecord[], options: CurvesOptions): Figure {
  const best = bestRecord(history, options);
  const panel = curvePanel(history, best, {
    title: 'Loss',
    label: 'cross-entropy (nats)',
    train: 'loss',
    validation: 'validationLoss',
    y: { nice: true, insetBottom: 4 },
    marks: [],
  });
  const description = best
    ? `Over ${history.length} epochs the validation loss went from ${formatNumber(history[0]!.validationLoss)} to ` +
      `${formatNumber(history.at(-1)!.validationLoss)}; the best epoch, ${best.epoch + 1}, had ${formatNumber(best.validationLoss)}.`
    : 'No epoch has been trained.';
  return { title: 'Loss by epoch', description, panels: [panel] };
}

function accuracyFigure(history: readonly EpochRecord[], options: CurvesOptions): Figure {
  const best = bestRecord(history, options);
  const { floor } = options;
  const domain = shareDomain([
    ...history.flatMap((record) => [record.accuracy, record.validationAccuracy]),
    ...(floor ? [floor.accuracy] : []),
  ]);
  const panel = curvePanel(history, best, {
    title: 'Accuracy',
    label: 'accuracy',
    train: 'accuracy',
    validation: 'validationAccuracy',
    y: { domain, tickFormat: percentTick },
    marks: floor
      ? [
          Plot.ruleY([floor.accuracy], {
            stroke: LOOK.reference.color,
            strokeWidth: 1.5,
            strokeDasharray: '2 4',
          }),
        ]
      : [],
  });
  if (floor) panel.legend!.push({ ...LOOK.reference, label: floor.label, mark: 'line' });
  const description = best
    ? `The validation accuracy was ${formatPercent(best.validationAccuracy)} at the best epoch, ${best.epoch + 1}, and ` +
      `${formatPercent(history.at(-1)!.validationAccuracy)} at the last` +
      (floor ? `; ${floor.label}: ${formatPercent(floor.accuracy)}.` : '.')
    : 'No epoch has been trained.';
  return { title: 'Accuracy by epoch', description, panels: [panel] };
}

interface CurveSpec {
  title: string;
  label: string;
  train: 'loss' | 'accuracy';
  validation: 'validationLoss' | 'validationAccuracy';
  y: Plot.ScaleOptions;
  marks: Plot.Markish[];
}

function curvePanel(history: readonly EpochRecord[], best: EpochRecord | undefined, spec: CurveSpec): Panel {
  const last = history.at(-1)?.epoch ?? 0;
  const line = (part: 'train' | 'validation'): Plot.Markish[] => {
    const look: { color: string; dash?: string } = LOOK[part];
    const points = history.map((record) => ({ x: record.epoch + 1, y: record[spec[part]] }));
    return [
      Plot.line(points, {
        ...{ x: 'x', y: 'y', stroke: look.color, strokeWidth: 2.2 },
        ...(look.dash !== undefined && { strokeDasharray: look.dash }),
      }),
      // A single epoch makes no line.
      ...(points.length <= 30 ? [Plot.dot(points, { x: 'x', y: 'y', fill: look.color, r: 2.4 })] : []),
    ];
  };
  return {
    title: spec.title,
    legend: [
      { ...LOOK.train, label: 'train', mark: 'line' },
      { ...LOOK.validation, label: 'validation', mark: 'line' },
      ...(best
        ? [{ color: COLOR.grey, label: `best (epoch ${best.epoch + 1})`, mark: 'ring' as const }]
        : []),
    ],
    plot: {
      ...{ width: WIDTH, height: HEIGHT, marginLeft: 62, marginRight: 14, marginTop: 22, marginBottom: 44 },
      x: {
        ...AXIS,
        label: 'epoch',
        domain: [last === 0 ? 0.5 : 1, last === 0 ? 1.5 : last + 1],
        ticks: countTicks(last + 1),
        tickFormat: String,
      },
      y: { ...AXIS, label: spec.label, grid: true, ...spec.y },
      marks: [
        ...rateMarks(history),
        ...spec.marks,
        ...line('train'),
        ...line('validation'),
        ...(best
          ? [
              Plot.dot([best], {
                ...{ x: best.epoch + 1, y: spec.validation, r: 6.5, stroke: COLOR.grey, strokeWidth: 2 },
              }),
            ]
          : []),
      ],
    },
  };
}

// A step lies between the last epoch of the old rate and the first of the new one.
function rateMarks(history: readonly EpochRecord[]): Plot.Markish[] {
  const steps = history.flatMap((record, i) => {
    const before = history[i - 1];
    return before && before.learningRate !== record.learningRate
      ? [{ x: record.epoch + 0.5, rate: record.learningRate }]
      : [];
  });
  // Many steps (a plateau rule, a smooth schedule) would hide the curves behind their labels.
  const labelled = steps.length <= 4 ? steps : [];
  return [
    Plot.ruleX(steps, {
      x: 'x',
      stroke: COLOR.grey,
      strokeOpacity: steps.length <= 12 ? 0.7 : 0.2,
      strokeDasharray: '3 3',
    }),
    Plot.text(labelled, {
      ...{ x: 'x', frameAnchor: 'top', dy: -14, fontSize: 12, fill: COLOR.grey },
      text: (step: { rate: number }) => `lr ${formatRate(step.rate)}`,
    }),
  ];
}

function bestRecord(history: readonly EpochRecord[], { bestEpoch }: CurvesOptions): EpochRecord | undefined {
  if (bestEpoch !== undefined) return history.find((record) => record.epoch === bestEpoch);
  return history.reduce<EpochRecord | undefined>(
    (best, record) =>
      !best || record.validationLoss < best.validationLoss || Number.isNaN(best.validationLoss)
        ? record
        : best,
    undefined,
  );
}
