import { COMPARED_METRICS, type ComparedMetric } from '../../evaluate/comparison/types.js';
import type { DetectorComparison, FoldComparison, MetricName } from '../../evaluate/types.js';
import { formatCount, formatEstimate } from '../format.js';
import { METRIC_WORDS } from '../metric-names.js';
import type { HeaderFloorFigure } from '../types.js';
import { visibleText } from '../text.js';
import { formatFloor } from './floor-text.js';
import { formatTable, type TableOptions } from './table.js';

/** Detectors side by side for a terminal, and for each pair in words which differences are noise. */
export function formatDetectorComparison(
  {
    detectors,
    pairs,
    warnings,
    counts,
    headerFloor,
  }: DetectorComparison & { headerFloor?: HeaderFloorFigure | null },
  options: TableOptions = {},
): string {
  const column = (metric: ComparedMetric) => ({
    header: METRIC_WORDS[metric].name,
    value: ({ metrics }: (typeof detectors)[number]) => {
      const { value, low, high } = metrics[metric];
      return formatEstimate(value, low, high, { percent: METRIC_WORDS[metric].percent });
    },
    align: 'right' as const,
  });
  return [
    `On the same ${formatCount(counts.total)} pictures (${formatCount(counts.real)} real, ${formatCount(counts.fake)} fake):\n\n`,
    formatTable(
      detectors,
      [{ header: 'detector', value: ({ name }) => name, shrink: true }, ...COMPARED_METRICS.map(column)],
      options,
    ),
    ...(headerFloor ? [`\n${formatFloor(headerFloor)}\n`] : []),
    ...pairs.map(
      ({ words }) => `\n${COMPARED_METRICS.map((metric) => `${visibleText(words[metric])}\n`).join('')}`,
    ),
    ...warnings.map(({ message }) => `\nWarning: ${visibleText(message)}\n`),
  ].join('');
}

/** Cross-validated configurations side by side for a terminal, with what may be said of each pair. */
export function formatFoldComparison(
  { configurations, pairs, headerFloor }: FoldComparison & { headerFloor?: HeaderFloorFigure | null },
  metric: MetricName,
  options: TableOptions = {},
): string {
  const { name, percent } = METRIC_WORDS[metric];
  const table = formatTable(
    configurations,
    [
      { header: 'configuration', value: (one) => one.name, shrink: true },
      { header: 'runs', value: ({ summary }) => formatCount(summary.runs), align: 'right' },
      {
        header: `${name}, mean (95% interval)`,
        value: ({ summary: { mean } }) => formatEstimate(mean.value, mean.low, mean.high, { percent }),
        align: 'right',
      },
      {
        header: 'sd',
        value: ({ summary: { standardDeviation } }) =>
          formatEstimate(standardDeviation, null, null, { percent }),
        align: 'right',
      },
    ],
    options,
  );
  return [
    table,
    ...(headerFloor && metric === 'accuracy' ? [`\n${formatFloor(headerFloor)}\n`] : []),
    ...(pairs.length > 0 ? ['\n'] : []),
    ...pairs.map(({ words }) => `${visibleText(words)}\n`),
  ].join('');
}
