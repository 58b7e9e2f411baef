import type { EvaluationSummary } from '../evaluate/index.js';
import { formatPercent } from '../report/format.js';
import type { AuditDigest, EvaluatedData, Warning } from './evaluation-result.js';

/**
 * Warns where a detector does not stand clear of what a classifier reaches on the same files without seeing a
 * pixel: its balanced accuracy's interval holds the floor, or lies below it. Silent where the pictures were given
 * new histories, which the floor's files do not have.
 */
export function floorWarning(
  { balancedAccuracy: { value, low } }: EvaluationSummary['metrics'],
  audit: AuditDigest | null,
  { isEqualised }: Pick<EvaluatedData, 'isEqualised'>,
): Warning[] {
  const floor = audit?.floor?.balancedAccuracy.value ?? null;
  if (isEqualised || floor === null || value === null || low === null || low > floor) return [];
  const message =
    `The balanced accuracy, ${formatPercent(value)} (${formatPercent(low)} at worst), does not stand clear of the ` +
    `${formatPercent(floor)} that file headers alone reach on these pictures.`;
  return [{ code: 'HEADER_FLOOR', message }];
}
