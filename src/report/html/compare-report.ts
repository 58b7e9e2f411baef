import type { DetectorComparison, FoldComparison, MetricName } from '../../evaluate/types.js';
import { COMPARED_METRICS } from '../../evaluate/comparison/types.js';
import { renderIntervals } from '../charts/intervals.js';
import { renderRocCurves } from '../charts/ranking-curves.js';
import { formatCount, formatEstimate, formatNumber } from '../format.js';
import { METRIC_WORDS } from '../metric-names.js';
import type { CompareReport, HeaderFloorFigure } from '../types.js';
import { chart, grid, type HtmlColumn, notices, table } from './components.js';
import { type Html, html } from './html.js';
import { renderPage, type Section } from './page.js';

/** Runs or detectors side by side as one page that stands alone, with which differences are noise. */
export function renderCompareReport(report: CompareReport): string {
  const { detectors, folds } = report;
  const warnings = (detectors?.warnings ?? []).map(({ message }) => ({
    grade: 'warns' as const,
    title: message,
  }));
  const sections: (Section | null)[] = [
    detectors ? detectorSection(detectors, report) : null,
    detectors && detectors.pairs.length > 0 ? differencesSection(detectors, report.method) : null,
    folds ? foldsSection(folds, report) : null,
  ];
  return renderPage({
    kind: 'Comparison',
    title: report.name,
    lead: report.lead,
    opening: html`${notices([...(report.notices ?? []), ...warnings])}
      <p class="measured">Measured on ${report.measuredOn}</p>`,
    sections: sections.filter((section) => section !== null),
    footer: report.madeBy,
  });
}

function detectorSection(
  { detectors }: DetectorComparison,
  { headerFloor, rocCurves = {} }: CompareReport,
): Section {
  const intervalChart = (metric: MetricName): Html => {
    const { name, percent } = METRIC_WORDS[metric];
    return chart(
      renderIntervals({
        ...{ title: name, xLabel: name, percent },
        rows: [
          ...detectors.map((detector) => ({ label: detector.name, estimate: detector.metrics[metric] })),
          ...(metric === 'accuracy' ? floorRow(headerFloor) : []),
        ],
        ...(metric !== 'brierScore' && { reference: { value: 0.5, label: 'chance' } }),
      }),
    );
  };
  const curves = detectors.flatMap(({ name, metrics }) =>
    rocCurves[name] ? [{ label: name, curve: rocCurves[name], area: metrics.rocAuc }] : [],
  );
  return {
    id: 'detectors',
    title: 'Side by side',
    body: html`${grid(intervalChart('rocAuc'), intervalChart('accuracy'))}
    ${curves.length > 0 && chart(renderRocCurves(curves))}
    ${table(
      [
        { title: 'Detector' },
        ...COMPARED_METRICS.map((metric): HtmlColumn => ({
          title: METRIC_WORDS[metric].name,
          kind: 'number',
        })),
      ],
      detectors.map(({ name, metrics }) => [
        name,
        ...COMPARED_METRICS.map((metric) => {
          const { value, low, high } = metrics[metric];
          return formatEstimate(value, low, high, { percent: METRIC_WORDS[metric].percent });
        }),
      ]),
      'With 95% intervals',
    )}
    ${headerFloor && html`<p class="about">Header only: ${headerFloor.method}</p>`}`,
  };
}

function differencesSection({ pairs }: DetectorComparison, method: string): Section {
  const rows = pairs.flatMap((pair) =>
    COMPARED_METRICS.map((metric) => {
      const { difference, adjusted, test, isNoise } = pair.differences[metric];
      const { percent, name } = METRIC_WORDS[metric];
      return [
        `${pair.first} − ${pair.second}`,
        name,
        formatEstimate(difference.value, difference.low, difference.high, { percent }),
        formatP(adjusted),
        test,
        judgement(isNoise),
      ];
    }),
  );
  return {
    id: 'differences',
    title: 'Which differences are noise',
    about: method,
    body: table(
      [
        { title: 'Pair' },
        { title: 'Metric' },
        { title: 'Difference', kind: 'number' },
        { title: 'p, corrected', kind: 'number' },
        { title: 'Test' },
        { title: 'Judgement' },
      ],
      rows,
      'First minus second, paired over the same samples, with 95% intervals',
    ),
  };
}

function foldsSection(
  { configurations, pairs, metric }: FoldComparison & { metric: MetricName },
  { method, headerFloor }: CompareReport,
): Section {
  const { name, percent } = METRIC_WORDS[metric];
  return {
    id: 'folds',
    title: 'Cross-validated configurations',
    about: method,
    body: html`${chart(
      renderIntervals({
        ...{ title: name, xLabel: `${name}, mean over runs`, percent },
        rows: [
          ...configurations.map((one) => ({
            label: one.name,
            estimate: one.summary.mean,
            count: one.summary.runs,
          })),
          ...(metric === 'accuracy' ? floorRow(headerFloor) : []),
        ],
        reference: { value: 0.5, label: 'chance' },
      }),
      'In brackets: runs (folds times repeats).',
      { isWide: true },
    )}
    ${table(
      [
        { title: 'Configuration' },
        { title: 'Runs', kind: 'number' },
        { title: 'Mean', kind: 'number' },
        { title: 'Spread over runs (sd)', kind: 'number' },
      ],
      configurations.map(({ name: configuration, summary: { runs, mean, standardDeviation } }) => [
        configuration,
        formatCount(runs),
        formatEstimate(mean.value, mean.low, mean.high, { percent }),
        percent
          ? formatNumber(standardDeviation === null ? null : standardDeviation * 100, 1)
          : formatNumber(standardDeviation, 3),
      ]),
      'Means with 95% intervals that allow for the training pictures that runs share',
    )}
    ${
      pairs.length > 0 &&
      table(
        [
          { title: 'Pair' },
          { title: 'Difference', kind: 'number' },
          { title: 'p, corrected', kind: 'number' },
          { title: 'Judgement' },
        ],
        pairs.map(({ first, second, test: { difference }, adjusted, isNoise }) => [
          `${first} − ${second}`,
          formatEstimate(difference.value, difference.low, difference.high, { percent }),
          formatP(adjusted),
          judgement(isNoise),
        ]),
        'First minus second over the same splits',
      )
    }`,
  };
}

function floorRow(
  floor: HeaderFloorFigure | undefined,
): { label: string; estimate: HeaderFloorFigure['accuracy']; isBaseline: boolean }[] {
  return floor ? [{ label: 'header only', estimate: floor.accuracy, isBaseline: true }] : [];
}

function judgement(isNoise: boolean | null): Html {
  if (isNoise === null) return html`no test possible`;
  return isNoise
    ? html`<span class="tag notes">noise</span>`
    : html`<span class="tag good">a difference</span>`;
}

function formatP(p: number | null): string {
  if (p === null) return '–';
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
