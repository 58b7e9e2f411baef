import type { AuditReport, Grade } from '../../dataset/audit/types.js';
import { formatBytes, formatCount, formatEstimate } from '../format.js';
import { duplicatesSection } from './audit-duplicates.js';
import { factsSection, floorSection } from './audit-facts.js';
import { findingsSection } from './audit-findings.js';
import { code, facts, table } from './components.js';
import { type Html, html } from './html.js';
import { renderPage, type Section } from './page.js';
import { thumbnail } from './thumbnails.js';

const MOST_LISTED = 500;

/** An audit as one page that stands alone: findings with what to do, the floor, every fact, duplicates, the data. */
export function renderAuditReport(report: AuditReport, { madeBy }: { madeBy: string }): string {
  const { data, findings } = report;
  const count = (of: Grade): number => findings.filter((finding) => finding.grade === of).length;
  const sections: (Section | null)[] = [
    findingsSection(report),
    floorSection(report),
    factsSection(report),
    marksSection(report),
    namesSection(report),
    duplicatesSection(report),
    unreadableSection(report),
    dataSection(report),
  ];
  return renderPage({
    kind: 'Audit',
    title: data.name,
    lead: `${formatCount(data.count)} pictures, ${formatCount(data.byLabel.fake)} fake and ${formatCount(data.byLabel.real)} real.`,
    opening: html`<ul class="cards" aria-label="Findings by grade">
      ${(['blocks', 'warns', 'notes'] as const).map(
        (of) =>
          html`<li class="card">
            <span class="name">${GRADE_HEADS[of]}</span> <span class="figure">${count(of)}</span>
            <span class="about">${GRADE_ABOUT[of]}</span>
          </li>`,
      )}
      ${floorCard(report)}
    </ul>`,
    sections: sections.filter((section) => section !== null),
    footer: madeBy,
  });
}

const GRADE_HEADS = { blocks: 'Blocking', warns: 'Warnings', notes: 'Notes' };

const GRADE_ABOUT = {
  blocks: 'a score on this data would not mean what it says',
  warns: 'look before you go on',
  notes: 'good to know',
};

function floorCard({ floor }: AuditReport): Html | null {
  if (!floor) return null;
  const { value, low, high } = floor.accuracy;
  return html`<li class="card">
    <span class="name">Header-only floor</span>
    <span class="figure">${formatEstimate(value, null, null)}</span>
    <span class="interval">${formatEstimate(value, low, high)}</span>
    <span class="about">accuracy that needs no pixel, with its 95% interval</span>
  </li>`;
}

function marksSection({ cornerMarks }: AuditReport): Section | null {
  if (cornerMarks.length === 0) return null;
  const marks = cornerMarks.map(
    ({ corner, label, within, carriers, otherCarriers, auc, picture, sources }) =>
      html`<li>
        ${thumbnail(picture, `Mean ${corner.replace('-', ' ')} corner of the files that carry the mark`)}
        ${corner.replace('-', ' ')}: ${formatCount(carriers)} ${label}, ${formatCount(otherCarriers)} of the
        other class; ROC AUC
        ${formatEstimate(auc.value, auc.low, auc.high, { percent: false })}${within === undefined ? sources[0] && html`; most from ${sources[0].source}` : html`; among ${formatCount(sources[0]?.count ?? carriers)} files from ${within} alone`}
      </li>`,
  );
  return {
    id: 'marks',
    title: 'Corner marks',
    about:
      'Something that stays put in one corner over many files of one class, or of one source: a watermark, a logo, a timestamp. ROC AUC: how well it tells that class (or source) from the other class.',
    body: html`<ul class="thumbs wide">
      ${marks}
    </ul>`,
  };
}

function namesSection({ names }: AuditReport): Section | null {
  if (names.tokens.length === 0) return null;
  const { accuracy } = names;
  return {
    id: 'names',
    title: 'File names',
    about: accuracy
      ? `A classifier on the names alone: accuracy ${formatEstimate(accuracy.value, accuracy.low, accuracy.high)}.`
      : undefined,
    body: table(
      [
        { title: 'Part of a name' },
        { title: 'Means' },
        { title: 'Fakes', kind: 'number' },
        { title: 'Reals', kind: 'number' },
      ],
      names.tokens.map(({ token, means, fake, real }) => [
        token,
        means,
        formatCount(fake),
        formatCount(real),
      ]),
      'The most telling parts of file names',
    ),
  };
}

function unreadableSection({ unreadable }: AuditReport): Section | null {
  if (unreadable.length === 0) return null;
  const listed = unreadable.slice(0, MOST_LISTED);
  const more = unreadable.length - listed.length;
  return {
    id: 'unreadable',
    title: 'Files left out',
    body: table(
      [{ title: 'File' }, { title: 'Code' }, { title: 'Why', kind: 'text' }],
      listed.map((file) => [file.id, code(file.code), file.message]),
      more > 0 ? `The first ${MOST_LISTED}; ${formatCount(more)} more are in the JSON` : 'All of them',
    ),
  };
}

function dataSection({ data, settings }: AuditReport): Section {
  return {
    id: 'data',
    title: 'Data',
    body: html`${table(
      [{ title: 'Source' }, { title: 'Class' }, { title: 'Pictures', kind: 'number' }],
      data.bySource.map(({ label, source, count }) => [source ?? 'not known', label, formatCount(count)]),
      'Pictures by source',
    )}
    ${facts(
      [
        ['Bytes', formatBytes(data.bytes)],
        ['Fingerprint (SHA-256)', code(data.fingerprint)],
        ...(settings.split === undefined ? [] : [['Split', settings.split] as const]),
        ...settings.warnings.map((warning) => ['Warning', warning] as const),
      ],
      'Data and settings',
    )}`,
  };
}
