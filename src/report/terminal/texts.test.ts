import { expect, it } from 'vitest';
import { AUDIT } from '../testing/audit-sample.js';
import { COMPARISON_SAMPLE, FOLDS_SAMPLE, RESULT_SAMPLE } from '../testing/evaluation-samples.js';
import { formatAudit } from './audit-text.js';
import { formatDetectorComparison, formatFoldComparison } from './comparison-text.js';
import { formatEvaluation, formatMetrics } from './evaluation-text.js';
import { textWidth } from './width.js';

const headerFloor = { accuracy: { value: 0.55, low: 0.5, high: 0.6 }, method: '' };

const TEXTS = {
  evaluation: formatEvaluation(RESULT_SAMPLE),
  audit: formatAudit(AUDIT),
  detectors: formatDetectorComparison(COMPARISON_SAMPLE),
  folds: formatFoldComparison({ ...FOLDS_SAMPLE, headerFloor }, 'accuracy'),
};

it.each(Object.entries(TEXTS))('lets nothing from outside reach the terminal raw (%s)', (_, text) => {
  for (const character of ['\x1b', '\u0000', '\u202e']) expect(text).not.toContain(character);
  expect(text.endsWith('\n')).toBe(true);
});

it('tells an evaluation with what it was measured on, the floor, and warnings', () => {
  expect(TEXTS.evaluation).toContain('20 pictures (10 real, 10 fake) of the part “validation”');
  expect(TEXTS.evaluation).toContain(
    'each given a random new history first, grouped by near-duplicates; training saw none of them.',
  );
  expect(TEXTS.evaluation).toMatch(/Accuracy +\S+ \(\S+\) +63\.0% \(58\.0–68\.0\) +right among all/);
  expect(TEXTS.evaluation).toMatch(/Specificity +\S+ \(\S+\) {5,}reals called real/);
  expect(TEXTS.evaluation).toContain('sees no pixel of these files as they were given');
  expect(TEXTS.evaluation).toMatch(/Recall at 1% false alarms +– +fewer than 100 reals/);
  expect(TEXTS.evaluation).toMatch(/fake +6 \(60\.0%\) +4 \(40\.0%\)/);
  expect(TEXTS.evaluation).toContain('1 file was left out.');
});

it('fits the metrics to the terminal', () => {
  for (const line of formatMetrics(RESULT_SAMPLE.summary, { width: 72 }).split('\n')) {
    expect(textWidth(line)).toBeLessThanOrEqual(72);
  }
});

it('tells an audit worst first, with what to do and files to look at', () => {
  expect(TEXTS.audit).toMatch(
    /Blocks: A classifier that sees no pixel reaches 63\.0% [^\n]+\n {2}Re-encode both/,
  );
  expect(TEXTS.audit).toContain('See fake/a.jpg, real/b.jpg\n');
  expect(TEXTS.audit).toContain('Findings: 1 blocking, 1 warning, 1 note.');
  expect(formatAudit({ ...AUDIT, findings: [] })).toContain('Nothing was found');
});

it('tells comparisons in words', () => {
  expect(TEXTS.detectors).toContain('On the same 20 pictures (10 real, 10 fake):');
  expect(TEXTS.folds).toContain('Header-only floor: accuracy 55.0% (50.0–60.0), without seeing a pixel.');
  expect(formatFoldComparison({ ...FOLDS_SAMPLE, headerFloor }, 'rocAuc')).not.toContain('floor');
  expect(TEXTS.folds).toMatch(/96 px +25 +57\.0% \(52\.0–62\.0\) +2\.1%/);
});
