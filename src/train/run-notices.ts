import type { Notice } from '../report/types.js';
import { auditNotices } from './audit-digest.js';
import { describeEqualisation } from './equalisation.js';
import type { TrainResult } from './result.js';

/** What the reader of a run's or a cross-validation's report must know before any number. */
export function runNotices(
  { audit, equalisation, skipped }: Pick<TrainResult, 'audit' | 'equalisation' | 'skipped'>,
  splitTitle: string,
  splitWarnings: readonly string[],
): Notice[] {
  const notices: Notice[] = [...auditNotices(audit)];
  if (equalisation) {
    const text = describeEqualisation(equalisation);
    notices.push({ grade: 'notes', title: 'Trained on equalised pictures', text });
  }
  for (const text of splitWarnings) notices.push({ grade: 'warns', title: splitTitle, text });
  if (skipped.length > 0) {
    const title = `${skipped.length} files were left out`;
    notices.push({ grade: 'warns', title, text: 'They are listed under Data.' });
  }
  return notices;
}
