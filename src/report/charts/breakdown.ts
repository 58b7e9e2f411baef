import type { CellSummary } from '../../evaluate/types.js';
import { renderIntervals } from './intervals.js';

/** ROC AUC with its interval, one line a source or value; `title` such as "By source". */
export function renderBreakdown(title: string, cells: Record<string, CellSummary>): string {
  return renderIntervals({
    title: `ROC AUC ${title.toLowerCase()}`,
    xLabel: 'ROC AUC',
    percent: false,
    rows: Object.entries(cells).map(([label, { counts, metrics }]) => ({
      label,
      count: counts.total,
      estimate: metrics.rocAuc,
    })),
    reference: { value: 0.5, label: 'chance' },
  });
}
