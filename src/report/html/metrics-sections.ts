import { capital } from '../../capital.js';
import type { Estimate } from '../../evaluate/scored.js';
import type { CellSummary, EvaluationSummary } from '../../evaluate/types.js';
import { METRIC_NAMES } from '../../evaluate/types.js';
import { renderConfusionMatrix, renderVerdictMatrix } from '../charts/confusion-matrix.js';
import { renderBreakdown } from '../charts/breakdown.js';
import { renderIntervals } from '../charts/intervals.js';
import { renderPrecisionRecallCurves, renderRocCurves } from '../charts/ranking-curves.js';
import { renderReliabilityDiagram } from '../charts/reliability-diagram.js';
import { renderScoreHistogram } from '../charts/score-histogram.js';
import { formatCount, formatEstimate, formatNumber, formatPercent } from '../format.js';
import { METRIC_WORDS } from '../metric-names.js';
import type { HeaderFloorFigure, HeadlineFigure } from '../types.js';
import { chart, grid, table } from './components.js';
import { type Html, html } from './html.js';
import type { Section } from './page.js';

/** The figures that open a report of an evaluation. */
export function headlineOf(summary: EvaluationSummary): HeadlineFigure[] {
  return (['accuracy', 'balancedAccuracy', 'rocAuc', 'tprAtFpr1'] as const).map((metric) => {
    const { name, percent, about } = METRIC_WORDS[metric];
    return { name, percent, about, estimate: summary.metrics[metric] };
  });
}

/** Accuracy beside what needs no pixel, as a panel of its own; nothing without a floor. */
export function floorPanel(accuracy: Estimate, floor: HeaderFloorFigure | undefined): Html | null {
  if (!floor) return null;
  const title = 'Accuracy beside the header-only floor';
  const svg = renderIntervals({
    title,
    xLabel: 'accuracy',
    rows: [
      { label: 'this detector', estimate: accuracy },
      { label: 'header only', estimate: floor.accuracy, isBaseline: true },
    ],
    reference: { value: 0.5, label: 'even chance' },
  });
  return html`<section aria-label="${title}">
    ${chart(svg, `Header only: ${floor.method}`, { isWide: true })}
  </section>`;
}

/** Decisions against the truth, and verdicts where thresholds are set. */
export function confusionCharts({ confusion, verdicts }: Pick<CellSummary, 'confusion' | 'verdicts'>): Html {
  return grid(
    chart(
      renderConfusionMatrix(confusion),
      'Rows are what the pictures are, columns what they were called. Shares are of the row.',
    ),
    verdicts &&
      chart(renderVerdictMatrix(verdicts), 'Verdicts with the thresholds that the detector carries.'),
  );
}

/** Every metric with its interval and its meaning. */
export function metricsTable({ metrics, intervals }: EvaluationSummary): Html {
  return table(
    [
      { title: 'Metric' },
      { title: 'Value', kind: 'number' },
      { title: `${formatPercent(intervals.level, 0)} interval`, kind: 'number' },
      { title: 'What it says', kind: 'text' },
    ],
    METRIC_NAMES.map((metric) => {
      const { name, percent, about } = METRIC_WORDS[metric];
      const { value, low, high, reason } = metrics[metric];
      const write = (figure: number | null): string =>
        percent ? formatPercent(figure) : formatNumber(figure, 3);
      return [
        name,
        write(value),
        low === null || high === null ? '–' : `${write(low)} to ${write(high)}`,
        value === null && reason !== undefined ? `${about} (not defined: ${reason})` : about,
      ];
    }),
    `Intervals: ${intervals.method}, ${formatCount(intervals.resamples)} resamples`,
  );
}

/** Ranking, calibration and the scores themselves as charts. */
export function scoreCharts(summary: EvaluationSummary): Html {
  const { curves, metrics, counts, thresholds } = summary;
  return grid(
    chart(renderRocCurves([{ label: 'detector', curve: curves.roc, area: metrics.rocAuc }])),
    chart(
      renderPrecisionRecallCurves(
        [{ label: 'detector', curve: curves.precisionRecall, area: metrics.averagePrecision }],
        {
          ...(counts.total > 0 && { prevalence: counts.fake / counts.total }),
        },
      ),
    ),
    chart(renderScoreHistogram(curves.histogram, thresholds ? { thresholds } : {})),
    chart(
      renderReliabilityDiagram(curves.reliability),
      curves.reliability.noiseFloor === null
        ? undefined
        : `A perfectly calibrated detector would show an error of about ${formatNumber(curves.reliability.noiseFloor, 3)} on as few samples.`,
    ),
  );
}

/** One section a way of cutting the samples: by source, by each attribute. */
export function breakdownSections({ bySource, byAttribute }: EvaluationSummary): Section[] {
  const cuts: [string, string, Record<string, CellSummary>][] = [
    ['by-source', 'By source', bySource],
    ...Object.entries(byAttribute).map(
      ([attribute, cells], i): [string, string, Record<string, CellSummary>] => [
        `by-attribute-${i + 1}`,
        // A fake's source is its generator where one is given, so a column of that name is another cut.
        attribute === 'source' ? 'By source column' : `By ${attribute}`,
        cells,
      ],
    ),
  ];
  return cuts
    .filter(([, , cells]) => Object.keys(cells).length > 0)
    .map(([id, title, cells]) => ({ id, title, body: breakdown(title, cells) }));
}

function breakdown(title: string, cells: Record<string, CellSummary>): Html {
  const entries = Object.entries(cells);
  const estimate = (
    { value, low, high }: { value: number | null; low: number | null; high: number | null },
    percent = true,
  ): string => formatEstimate(value, low, high, { percent });
  return html`${chart(
    renderBreakdown(title, cells),
    entries.some(([, { against }]) => against !== undefined)
      ? 'What holds one class only is set against every sample of the other.'
      : undefined,
    { isWide: true },
  )}
  ${table(
    [
      { title: capital(title.replace(/^By /, '')) },
      { title: 'Fake', kind: 'number' },
      { title: 'Real', kind: 'number' },
      { title: 'Fakes found', kind: 'number' },
      { title: 'Reals called real', kind: 'number' },
      { title: 'ROC AUC', kind: 'number' },
      { title: 'Warnings', kind: 'text' },
    ],
    entries.map(([name, { counts, metrics, warnings }]) => [
      name,
      formatCount(counts.fake),
      formatCount(counts.real),
      estimate(metrics.recall),
      estimate(metrics.specificity),
      estimate(metrics.rocAuc, false),
      warnings.map(({ message }) => message).join(' '),
    ]),
    'With 95% intervals',
  )}`;
}
