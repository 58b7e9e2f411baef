import { expect, it } from 'vitest';
import { checkPage } from '../testing/page-checks.js';
import { HISTORY, HOSTILE, RUN, SUMMARY } from '../testing/samples.js';
import { headlineOf } from './metrics-sections.js';
import { renderRunReport } from './run-report.js';

const page = renderRunReport(RUN);
const document = checkPage(page);

it('stands alone, runs nothing and escapes whatever comes from outside', () => {
  expect(document.querySelector('h1')!.textContent).toBe(`x"'><script>alert(1)</script>&\\n\\u202e\\x00.jpg`);
});

it('is the same bytes for the same run', () => {
  expect(renderRunReport(RUN)).toBe(page);
});

it('shows warnings worst first, in words', () => {
  const grades = [...document.querySelectorAll('.notice .grade')].map((element) => element.textContent);
  expect(grades).toEqual(['Blocks:', 'Note:']);
});

it('sets accuracy beside the header-only floor', () => {
  const described = [...document.querySelectorAll('svg desc')].map((element) => element.textContent);
  expect(described).toContain(
    'this detector: 65.0% (60.0–70.0); header only: 53.0% (48.0–58.0). even chance.',
  );
});

it('has every part, and leaves out those that there is nothing for', () => {
  const titles = (of: Document): string[] =>
    [...of.querySelectorAll('h2')].map((element) => element.textContent ?? '');
  expect(titles(document)).toEqual([
    'Training',
    'Decisions',
    'Scores',
    'Predictions',
    'Pictures',
    'Model',
    'Data and split',
    'Configuration',
  ]);
  const { name, madeBy, measuredOn, headline, confusion, model, data, config } = RUN;
  const least = { name, madeBy, measuredOn, headline, confusion, model, data, config, history: [] };
  expect(titles(checkPage(renderRunReport(least)))).toEqual([
    'Training',
    'Decisions',
    'Model',
    'Data and split',
    'Configuration',
  ]);
});

it('counts every file left out and lists the first 500', () => {
  const text = document.querySelector('#data')!.textContent!;
  expect(text).toContain('Files left out (501)');
  expect(text).toContain('The first 500; 1 more are not listed here');
});

it('lists first, best and last epoch, and all of them on demand', () => {
  const rows = [...document.querySelectorAll('#curves table')].map((table) =>
    [...table.querySelectorAll('tbody tr')].map((row) => row.querySelector('th')!.textContent),
  );
  expect(rows[0]).toEqual(['1', '3 (best, kept)', '6']);
  expect(rows[1]).toHaveLength(HISTORY.length);
});

it('says why a metric is not defined', () => {
  const other = renderRunReport({ ...RUN, headline: headlineOf(SUMMARY) });
  expect(other).toContain('(not defined: fewer than 100 reals)');
  expect(other).toContain('<span class="figure">–</span>');
  expect(other).not.toContain(HOSTILE);
});
