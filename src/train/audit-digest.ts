import type { AuditFinding, AuditReport } from '../dataset/audit/types.js';
import type { HeaderFloorFigure, Notice } from '../report/types.js';
import type { HistoryLeak } from './equalisation.js';

/** What an audit says that a run keeps with its result. */
export interface RunAudit {
  findings: Pick<AuditFinding, 'id' | 'grade' | 'title' | 'numbers' | 'whatToDo'>[];
  headerFloor: HeaderFloorFigure | null;
  /** Near-duplicate clusters, which became groups of the split. */
  clusters: number;
}

/** What is kept of an audit with the result of a run. */
export function digestAudit({ findings, floor, duplicates }: AuditReport): RunAudit {
  return {
    findings: findings.map(({ id, grade, title, numbers, whatToDo }) => ({
      id,
      grade,
      title,
      numbers,
      whatToDo,
    })),
    headerFloor: floor && { accuracy: floor.accuracy, method: floor.method },
    clusters: duplicates.clusters.length,
  };
}

/** Findings of the audit as notices of a report; those that would have stopped the run are said to be accepted. */
export function auditNotices(audit: RunAudit | null): Notice[] {
  if (!audit) {
    const text = 'Whether the data let a detector cheat was not looked into (--no-audit).';
    return [{ grade: 'warns', title: 'The data were not audited', text }];
  }
  return audit.findings.map(({ id, grade, title, numbers, whatToDo }) => ({
    grade,
    title: grade === 'blocks' ? `Accepted with --accept-findings: ${title}` : title,
    text: whatToDo,
    finding: { id, numbers },
  }));
}

/** Findings that a new history for every picture is the remedy of. */
const HISTORY_FINDINGS: readonly string[] = [
  'header-leak',
  'leak-format',
  'leak-geometry',
  'leak-compression',
  'leak-file-size',
];

/** Whether what was found says that a picture's history tells its class, and whether its size does. */
export function historyLeak(audit: AuditReport): HistoryLeak {
  const found = audit.findings.filter(({ id, grade }) => HISTORY_FINDINGS.includes(id) && grade !== 'notes');
  const isGeometry = found.some(({ id }) => id === 'leak-geometry');
  const side = isGeometry ? commonSide(audit) : null;
  return { isLeak: found.length > 0, longestSide: side === null ? null : [Math.max(16, side / 2), side] };
}

/** The longest side that half the pictures of either class reach, pixels. */
function commonSide({ facts }: AuditReport): number | null {
  const sides = facts.filter(({ name }) => name === 'width' || name === 'height');
  const medians = (['fake', 'real'] as const).map((label) =>
    Math.max(...sides.map(({ byLabel }) => byLabel[label].quantiles?.median ?? 0)),
  );
  const side = Math.min(...medians);
  return Number.isFinite(side) && side >= 16 ? side : null;
}
