import { formatCount } from '../format.js';
import type { DataSummary } from '../types.js';
import { code, details, facts, table } from './components.js';
import { type Html, html } from './html.js';
import type { Section } from './page.js';

/** Left-out files are all counted, and listed up to this many. */
const MOST_LISTED = 500;

/** What the numbers rest on: counts by part, split, fingerprint, files left out. */
export function dataSection({ name, fingerprint, counts, skipped, split }: DataSummary): Section {
  const body = html`${table(
    [
      { title: 'Part' },
      { title: 'Fake', kind: 'number' },
      { title: 'Real', kind: 'number' },
      { title: 'Together', kind: 'number' },
    ],
    Object.entries(counts).map(([part, { fake, real }]) => [
      part,
      formatCount(fake),
      formatCount(real),
      formatCount(fake + real),
    ]),
    'Pictures by part and label',
  )}
  ${facts(
    [
      ['Data set', name],
      ['Fingerprint (SHA-256)', code(fingerprint)],
      ...(split ? [['Split', split.method] as const] : []),
      ...(split?.seed === undefined ? [] : [['Seed of the split', String(split.seed)] as const]),
      ['Files left out', formatCount(skipped.length)],
    ],
    'Data and split',
  )}
  ${skipped.length > 0 && skippedFiles(skipped)}`;
  return { id: 'data', title: 'Data and split', body };
}

function skippedFiles(skipped: DataSummary['skipped']): Html {
  const listed = skipped.slice(0, MOST_LISTED);
  const more = skipped.length - listed.length;
  return details(
    `Files left out (${formatCount(skipped.length)})`,
    table(
      [{ title: 'File' }, { title: 'Code' }, { title: 'Why', kind: 'text' }],
      listed.map((file) => [file.id, code(file.code), file.message]),
      more > 0 ? `The first ${MOST_LISTED}; ${formatCount(more)} more are not listed here` : 'All of them',
    ),
  );
}
