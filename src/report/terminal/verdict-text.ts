import type { EvaluationResult } from '../../detect/evaluation-result.js';
import type { VerdictName, WorstMistakes } from '../../evaluate/types.js';
import { LABELS, type Label } from '../../labels.js';
import { describeThresholds } from '../detector-facts.js';
import { formatCount, formatPercent } from '../format.js';
import { formatTable, type TableColumn, type TableOptions } from './table.js';

/** What each class was called with the thresholds in use; nothing where they say no more than the one threshold. */
export function formatVerdictCounts(
  { verdicts, threshold, thresholds }: EvaluationResult['summary'],
  options: TableOptions = {},
): string {
  if (verdicts === undefined || thresholds === undefined) return '';
  if (thresholds.fakeAtLeast === threshold && thresholds.realAtMost === threshold) return '';
  const column = (verdict: VerdictName): TableColumn<Label> => ({
    header: verdict,
    align: 'right',
    value: (label) => {
      const total = Object.values(verdicts[label]).reduce((sum, count) => sum + count, 0);
      const count = verdicts[label][verdict];
      return `${formatCount(count)} (${formatPercent(total > 0 ? count / total : null)})`;
    },
  });
  const table = formatTable(
    LABELS,
    [{ header: 'verdicts', value: (label) => `of ${label}` }, ...VERDICTS.map(column)],
    options,
  );
  return `${table}Verdicts: ${describeThresholds(thresholds)}.\n`;
}

const VERDICTS: readonly VerdictName[] = ['fake', 'inconclusive', 'real'];

/** The worst mistakes of each class; nothing where there are none. */
export function formatMistakes(worst: WorstMistakes, count = 5, options: TableOptions = {}): string {
  const rows = LABELS.flatMap((label) => worst[label].slice(0, count));
  if (rows.length === 0) return '';
  return formatTable(
    rows,
    [
      { header: 'worst mistakes', value: ({ id }) => id, shrink: true },
      { header: 'truth', value: ({ label }) => label },
      { header: 'probability of fake', value: ({ probability }) => probability.toFixed(3), align: 'right' },
    ],
    options,
  );
}
