import { expect, it } from 'vitest';
import { toEvaluationReport } from './from-evaluation.js';
import { renderEvaluationReport } from './html/evaluation-report.js';
import { RESULT_SAMPLE } from './testing/evaluation-samples.js';
import { checkPage } from './testing/page-checks.js';

const madeBy = 'Assay 0.1.0';

it('makes a page of an evaluation result', () => {
  const document = checkPage(renderEvaluationReport(toEvaluationReport(RESULT_SAMPLE, { madeBy })));
  const notices = [...document.querySelectorAll('.notice .grade')].map((element) => element.textContent);
  expect(notices).toEqual(['Blocks:', 'Warning:', 'Warning:']);
  expect(document.querySelector('.measured')!.textContent).toContain('training saw none of them.');
  expect(document.querySelector('#detector')!.textContent).toContain(
    'fake from a probability of 0.93 up, never real',
  );
});

it('says what is not known, and shows no floor where no audit was made', () => {
  const { detector, data } = RESULT_SAMPLE;
  const report = toEvaluationReport(
    {
      ...RESULT_SAMPLE,
      audit: null,
      tiers: null,
      detector: { ...detector, training: null },
      data: { ...data, trainedOn: null, part: null, isEqualised: false, grouping: null },
    },
    { madeBy },
  );
  expect(report.headerFloor).toBeUndefined();
  expect(report.measuredOn).toBe(
    '20 pictures (10 real, 10 fake); whether training saw any of them is not known.',
  );
  expect(report.detector).toContainEqual(['Trained on', 'not known']);
});
