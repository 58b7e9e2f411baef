import type { HeaderFloor } from '../../dataset/audit/types.js';
import type { EvaluationResult, TierTable } from '../../detect/evaluation-result.js';
import type { Estimate } from '../../evaluate/scored.js';
import type { CellSummary, ConfusionMatrix, MetricName } from '../../evaluate/types.js';
import { METRIC_NAMES } from '../../evaluate/types.js';
import { formatCount, formatEstimate, formatPercent, leftOut } from '../format.js';
import { describeData } from '../from-evaluation.js';
import { METRIC_WORDS } from '../metric-names.js';
import { visibleText } from '../text.js';
import { createStyle } from './ansi.js';
import { formatTable, type TableColumn, type TableOptions } from './table.js';
import { formatMistakes, formatVerdictCounts } from './verdict-text.js';

/** An evaluation for a terminal: what was measured on what, every metric beside the floor, breakdowns, tiers. */
export function formatEvaluation(result: EvaluationResult, options: TableOptions = {}): string {
  const { summary, audit, tiers, sweeps, data, detector, warnings, worstMistakes } = result;
  const { bold, yellow, red } = createStyle(options.color ?? false);
  const { skipped } = data;
  const floor = audit?.floor;
  const messages = [
    ...warnings,
    ...summary.warnings,
    ...(tiers?.warnings ?? []),
    ...(sweeps?.warnings ?? []),
  ].map(({ message }) => message);
  const blocking = (audit?.findings ?? []).filter(({ grade }) => grade === 'blocks');
  const parts = [
    `${bold(visibleText(detector.name))} on ${bold(visibleText(data.name))}: ${visibleText(describeData(result))}\n`,
    ...blocking.map(({ title }) => `${red('Blocks:')} ${visibleText(title)}\n`),
    ...[...new Set(messages)].map((message) => `${yellow('Warning:')} ${visibleText(message)}\n`),
    ...(skipped.length > 0 ? [`${leftOut(skipped.length)}\n`] : []),
    `\n${formatMetrics(summary, options, floor)}`,
    ...(floor ? [`${floorNote(data.isEqualised)}\n`] : []),
    `\n${formatConfusion(summary.confusion, options)}`,
    block(formatVerdictCounts(summary, options)),
    breakdown('source', summary.bySource, options),
    ...Object.entries(summary.byAttribute).map(([name, cells]) => breakdown(name, cells, options)),
    ...[tiers, sweeps].map((states) => block(states ? formatTiers(states, options) : '')),
    block(formatMistakes(worstMistakes, 5, options)),
  ];
  return parts.join('');
}

/** What the column of the floor is. */
function floorNote(isEqualised: boolean): string {
  const what = 'Header only: what a classifier reaches that sees no pixel of these files';
  return isEqualised ? `${what} as they were given, without new histories.` : `${what}.`;
}

/** Every metric of a summary with its interval, as a table, beside what needs no pixel where that is known. */
export function formatMetrics(
  { metrics }: Pick<CellSummary, 'metrics'>,
  options: TableOptions = {},
  floor?: Pick<HeaderFloor, 'accuracy' | 'balancedAccuracy' | 'auc'> | null,
): string {
  const floors: Partial<Record<MetricName, Estimate>> = floor
    ? { accuracy: floor.accuracy, balancedAccuracy: floor.balancedAccuracy, rocAuc: floor.auc }
    : {};
  const columns: TableColumn<MetricName>[] = [
    { header: 'metric', value: (metric) => METRIC_WORDS[metric].name },
    {
      header: 'value (95% interval)',
      value: (metric) => estimate(metrics[metric], METRIC_WORDS[metric].percent),
      align: 'right',
    },
    ...(floor
      ? [
          {
            header: 'header only',
            value: (metric: MetricName) => {
              const figure = floors[metric];
              return figure ? estimate(figure, METRIC_WORDS[metric].percent) : '';
            },
            align: 'right' as const,
          },
        ]
      : []),
    {
      header: 'what it says',
      value: (metric) => metrics[metric].reason ?? METRIC_WORDS[metric].about,
      shrink: true,
    },
  ];
  return formatTable(METRIC_NAMES, columns, options);
}

/** Decisions against the truth as a table: counts, and shares of the actual class. */
export function formatConfusion(matrix: ConfusionMatrix, options: TableOptions = {}): string {
  const rows = [
    { actual: 'fake', fake: matrix.truePositive, real: matrix.falseNegative },
    { actual: 'real', fake: matrix.falsePositive, real: matrix.trueNegative },
  ];
  const cell = (called: 'fake' | 'real') => (row: (typeof rows)[number]) => {
    const total = row.fake + row.real;
    return `${formatCount(row[called])} (${formatPercent(total > 0 ? row[called] / total : null)})`;
  };
  return formatTable(
    rows,
    [
      { header: 'actual', value: ({ actual }) => actual },
      { header: 'called fake', value: cell('fake'), align: 'right' },
      { header: 'called real', value: cell('real'), align: 'right' },
    ],
    options,
  );
}

function block(text: string): string {
  return text === '' ? '' : `\n${text}`;
}

function breakdown(name: string, cells: Record<string, CellSummary>, options: TableOptions): string {
  const entries = Object.entries(cells);
  if (entries.length === 0) return '';
  const table = formatTable(
    entries,
    [
      { header: name, value: ([value]) => value, shrink: true },
      { header: 'fake', value: ([, { counts }]) => formatCount(counts.fake), align: 'right' },
      { header: 'real', value: ([, { counts }]) => formatCount(counts.real), align: 'right' },
      { header: 'fakes found', value: ([, { metrics }]) => estimate(metrics.recall), align: 'right' },
      {
        header: 'reals called real',
        value: ([, { metrics }]) => estimate(metrics.specificity),
        align: 'right',
      },
      { header: 'ROC AUC', value: ([, { metrics }]) => estimate(metrics.rocAuc, false), align: 'right' },
    ],
    options,
  );
  return `\n${table}`;
}

function formatTiers({ tiers }: TierTable, options: TableOptions): string {
  return formatTable(
    tiers,
    [
      { header: 'tier', value: ({ name }) => name, shrink: true },
      {
        header: 'balanced accuracy',
        value: ({ summary }) => estimate(summary.metrics.balancedAccuracy),
        align: 'right',
      },
      { header: 'ROC AUC', value: ({ summary }) => estimate(summary.metrics.rocAuc, false), align: 'right' },
      {
        header: 'change of AUC',
        value: ({ change }) => (change ? estimate(change.rocAuc, false) : ''),
        align: 'right',
      },
      {
        header: 'verdicts that flip',
        value: ({ flips }) => (flips ? estimate(flips.share) : ''),
        align: 'right',
      },
    ],
    options,
  );
}

function estimate(
  { value, low, high }: { value: number | null; low: number | null; high: number | null },
  percent = true,
): string {
  return formatEstimate(value, low, high, { percent });
}
