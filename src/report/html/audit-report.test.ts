import { expect, it } from 'vitest';
import type { AuditReport } from '../../dataset/audit/types.js';
import { AUDIT } from '../testing/audit-sample.js';
import { checkPage } from '../testing/page-checks.js';
import { renderAuditReport } from './audit-report.js';

const render = (report: AuditReport): string => renderAuditReport(report, { madeBy: 'Assay 0.1.0' });

const page = render(AUDIT);
const document = checkPage(page);

it('stands alone, runs nothing and escapes whatever comes from outside', () => {
  expect(render(AUDIT)).toBe(page);
  expect(document.querySelector('h1')!.textContent).toContain('<script>');
});

it('tells every finding with its grade in words, its figures, examples and what to do', () => {
  const findings = [...document.querySelectorAll('.finding')];
  expect(findings.map((finding) => finding.querySelector('.tag')!.textContent)).toEqual([
    'Blocks',
    'Warning',
    'Note',
  ]);
  const [first] = findings;
  expect(first!.textContent).toContain('What to do: Re-encode both classes alike');
  expect(first!.querySelectorAll('.thumbs img')).toHaveLength(1);
  expect(first!.querySelector('.thumbs .none')!.textContent).toBe('no picture');
  expect([...first!.querySelectorAll('tr')].map((row) => row.querySelector('th')!.textContent)).toContain(
    'false positives',
  );
});

it('ranks the facts by how much each gives away', () => {
  const rows = [...document.querySelectorAll('#facts table')[0]!.querySelectorAll('tbody th')];
  expect(rows.map((row) => row.textContent)).toEqual(['file format', 'width, px', 'EXIF camera maker']);
  expect(document.querySelector('#facts')!.textContent).toContain('600 (300 to 1200); 20% lack it');
});

it('shows pairs side by side and says how they are alike', () => {
  const pairs = [...document.querySelectorAll('.pair figcaption')].map((caption) => caption.textContent);
  expect(pairs).toHaveLength(24);
  expect(pairs[0]).toBe(
    'the same picture, saved again, correlation 0.981, different labels, in train and test',
  );
  expect(document.querySelector('#duplicates summary')!.textContent).toBe('All 31 listed pairs');
});

it('says that nothing was found when nothing was', () => {
  const clean: AuditReport = {
    ...AUDIT,
    grade: null,
    findings: [],
    floor: null,
    traceFloor: null,
    facts: [],
    cornerMarks: [],
    names: { auc: null, accuracy: null, tokens: [] },
    unreadable: [],
    duplicates: { ...AUDIT.duplicates, pairs: [] },
  };
  const empty = checkPage(render(clean));
  expect(empty.querySelector('#findings')!.textContent).toContain('Nothing was found');
  const ids = [...empty.querySelectorAll('main section')].map((section) => section.id);
  expect(ids).toEqual(['findings', 'facts', 'duplicates', 'data']);
});
