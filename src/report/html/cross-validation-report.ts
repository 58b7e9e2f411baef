import { renderIntervals } from '../charts/intervals.js';
import { formatCount, formatEstimate, formatNumber, formatPercent } from '../format.js';
import { formatJson } from '../json.js';
import { METRIC_WORDS } from '../metric-names.js';
import type { CrossValidationReport } from '../types.js';
import { cards, chart, notices, preformatted, table } from './components.js';
import { dataSection } from './data-section.js';
import { html } from './html.js';
import { breakdownSections, confusionCharts, metricsTable, scoreCharts } from './metrics-sections.js';
import { renderPage, type Section } from './page.js';

/**
 * A cross-validated training configuration as one page that stands alone: means with corrected intervals beside
 * what needs no pixel, every run, and all out-of-fold scores pooled.
 */
export function renderCrossValidationReport(report: CrossValidationReport): string {
  const { evaluation } = report;
  const sections: Section[] = [
    runsSection(report),
    {
      id: 'decisions',
      title: 'Decisions',
      about: 'All out-of-fold decisions pooled.',
      body: confusionCharts(evaluation),
    },
    {
      id: 'scores',
      title: 'Scores',
      about:
        'All out-of-fold scores pooled: they come from as many models as there were runs, so areas can lie below the mean over runs.',
      body: html`${scoreCharts(evaluation)}${metricsTable(evaluation)}`,
    },
    ...breakdownSections(evaluation),
    dataSection(report.data),
    {
      id: 'configuration',
      title: 'Configuration',
      body: preformatted(formatJson(report.config).trimEnd()),
    },
  ];
  const warnings = evaluation.warnings.map(({ message }) => ({ grade: 'warns' as const, title: message }));
  return renderPage({
    kind: 'Cross-validation',
    title: report.name,
    lead: report.lead,
    opening: html`${notices([...(report.notices ?? []), ...warnings])}${cards(report.headline)}
      <p class="measured">Measured on ${report.measuredOn}</p>`,
    sections,
    footer: report.madeBy,
  });
}

function runsSection({ runs, metrics, headerFloor }: CrossValidationReport): Section {
  const accuracy = metrics.find(({ metric }) => metric === 'accuracy')?.summary;
  const svg = renderIntervals({
    title: 'Accuracy of every run',
    xLabel: 'accuracy',
    rows: [
      ...(accuracy ? [{ label: 'mean', estimate: accuracy.mean, count: accuracy.runs }] : []),
      ...(headerFloor ? [{ label: 'header only', estimate: headerFloor.accuracy, isBaseline: true }] : []),
      ...runs.slice(0, 50).map((run) => ({
        label: run.name,
        estimate: { value: run.metrics[0] ?? null, low: null, high: null },
        count: run.judged.fake + run.judged.real,
      })),
    ],
    reference: { value: 0.5, label: 'even chance' },
  });
  const write = (value: number | null | undefined, percent: boolean): string =>
    percent ? formatPercent(value) : formatNumber(value, 3);
  return {
    id: 'runs',
    title: 'Runs',
    body: html`${chart(svg, headerFloor ? `Header only: ${headerFloor.method}` : undefined, { isWide: true })}
    ${table(
      [
        { title: 'Metric' },
        { title: 'Mean', kind: 'number' },
        { title: 'Spread over runs (sd)', kind: 'number' },
      ],
      metrics.map(({ metric, summary }) => {
        const { name, percent } = METRIC_WORDS[metric];
        const { value = null, low = null, high = null } = summary?.mean ?? {};
        return [
          name,
          formatEstimate(value, low, high, { percent }),
          write(summary?.standardDeviation, percent),
        ];
      }),
      'Means over runs with corrected 95% intervals',
    )}
    ${table(
      [
        { title: 'Run' },
        { title: 'Real', kind: 'number' },
        { title: 'Fake', kind: 'number' },
        { title: 'Epoch judged', kind: 'number' },
        ...metrics.map(({ metric }) => ({ title: METRIC_WORDS[metric].name, kind: 'number' as const })),
      ],
      runs.map((run) => [
        run.name,
        formatCount(run.judged.real),
        formatCount(run.judged.fake),
        String(run.epoch + 1),
        ...run.metrics.map((value, i) => write(value, METRIC_WORDS[metrics[i]!.metric].percent)),
      ]),
      'Every run on the pictures it judged',
    )}`,
  };
}
