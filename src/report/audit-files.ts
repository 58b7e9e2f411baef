import type { AuditReport } from '../dataset/audit/types.js';
import { renderAuditReport } from './html/audit-report.js';
import { formatJson } from './json.js';

/** Names of the files that hold an audit. */
export const AUDIT_FILES = { json: 'audit.json', page: 'audit.html' } as const;

/** An audit as JSON and as a page that stands alone, thumbnails and all, by file name. */
export function formatAuditFiles(
  report: AuditReport,
  { madeBy }: { madeBy: string },
): Record<string, string> {
  return {
    [AUDIT_FILES.json]: formatJson(report),
    [AUDIT_FILES.page]: renderAuditReport(report, { madeBy }),
  };
}
