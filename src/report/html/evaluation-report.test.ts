import { expect, it } from 'vitest';
import {
  CALIBRATION_SAMPLE,
  COMPARISON_SAMPLE,
  FOLDS_SAMPLE,
  MISTAKES_SAMPLE,
  SWEEPS_SAMPLE,
  TIERS_SAMPLE,
} from '../testing/evaluation-samples.js';
import { checkPage } from '../testing/page-checks.js';
import { about, HOSTILE, RUN, SUMMARY } from '../testing/samples.js';
import type { CompareReport, EvaluationReport } from '../types.js';
import { renderCompareReport } from './compare-report.js';
import { renderEvaluationReport } from './evaluation-report.js';

const evaluation: EvaluationReport = {
  name: HOSTILE,
  madeBy: 'Assay 0.1.0',
  measuredOn: '20 pictures',
  summary: SUMMARY,
  headerFloor: { accuracy: about(0.53), method: HOSTILE },
  tiers: TIERS_SAMPLE,
  sweeps: SWEEPS_SAMPLE,
  worstMistakes: MISTAKES_SAMPLE,
  calibration: CALIBRATION_SAMPLE,
  mistakes: { bytes: new Uint8Array([1]), alt: 'mistakes' },
  data: RUN.data,
  detector: [['SHA-256', HOSTILE]],
};

const compare: CompareReport = {
  name: HOSTILE,
  madeBy: 'Assay 0.1.0',
  measuredOn: '20 pictures',
  detectors: COMPARISON_SAMPLE,
  folds: { ...FOLDS_SAMPLE, metric: 'accuracy' },
  headerFloor: { accuracy: about(0.53), method: HOSTILE },
  rocCurves: { b: SUMMARY.curves.roc },
  method: HOSTILE,
};

const evaluationPage = checkPage(renderEvaluationReport(evaluation));

const titles = (page: Document): string[] =>
  [...page.querySelectorAll('h2')].map((element) => element.textContent ?? '');

it('writes an evaluation with every part, and without those there is nothing for', () => {
  expect(titles(evaluationPage)).toEqual([
    'Metrics',
    'Decisions',
    'Scores',
    'By source',
    'By difficulty',
    'Degradation',
    'Worst mistakes',
    'Calibration and thresholds',
    'Detector',
    'Data and split',
  ]);
  const { name, madeBy, measuredOn, data, detector } = evaluation;
  const summary = { ...SUMMARY, bySource: {}, byAttribute: {} };
  expect(
    titles(checkPage(renderEvaluationReport({ name, madeBy, measuredOn, data, detector, summary }))),
  ).toEqual(['Metrics', 'Decisions', 'Scores', 'Detector', 'Data and split']);
});

it('shows how verdicts flip and what each tier changes', () => {
  const document = evaluationPage;
  const rows = [...document.querySelectorAll('#degradation tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].map((cell) => cell.textContent),
  );
  expect(rows[0]!.slice(3)).toEqual(['–', '–', '–']);
  expect(rows[1]!.slice(3)).toEqual(['-0.100 (-0.150 to -0.050)', '20.0% (15.0–25.0)', '15.0% / 25.0%']);
  const charts = [...document.querySelectorAll('#degradation svg')].map((svg) =>
    svg.getAttribute('aria-label'),
  );
  expect(charts).toEqual(['Tiers', 'Sweep: jpeg']);
});

it('lists the worst mistakes with probabilities that do not round to certainty', () => {
  const text = evaluationPage.querySelector('#mistakes')!.textContent!;
  expect(text).toContain('> 99.9%');
  expect(text).toContain('2.0%');
});

it('says what the thresholds promise', () => {
  const text = evaluationPage.querySelector('#calibration')!.textContent!;
  expect(text).toContain('no, too few groups');
  expect(text).toContain('Platt, slope 0.800, intercept -0.100');
});

it('writes a comparison that says which differences are noise', () => {
  const document = checkPage(renderCompareReport(compare));
  const rows = [...document.querySelectorAll('#differences tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].map((cell) => cell.textContent!.trim()),
  );
  expect(rows[0]).toEqual(['Accuracy', '-2.0% (-5.0 to 1.0)', '< 0.001', 'DeLong', 'a difference']);
  expect(rows[2]).toEqual(['ROC AUC', '-0.020 (-0.050 to 0.010)', '0.400', 'DeLong', 'noise']);
  expect(rows[4]!.slice(2)).toEqual(['–', 'DeLong', 'no test possible']);
  expect(document.querySelector('#folds')!.textContent).toContain('2.1');
});

it('writes a comparison of one kind only', () => {
  const { name, madeBy, measuredOn, method } = compare;
  const folds = { ...FOLDS_SAMPLE, pairs: [], metric: 'rocAuc' as const };
  expect(titles(checkPage(renderCompareReport({ name, madeBy, measuredOn, method, folds })))).toEqual([
    'Cross-validated configurations',
  ]);
});
