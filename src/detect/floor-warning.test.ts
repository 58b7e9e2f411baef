import { expect, it } from 'vitest';
import { RESULT_SAMPLE } from '../report/testing/evaluation-samples.js';
import { floorWarning } from './floor-warning.js';

const about = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 });
const metrics = (value: number) => ({ ...RESULT_SAMPLE.summary.metrics, balancedAccuracy: about(value) });
const { floor } = RESULT_SAMPLE.audit!;
const audit = { ...RESULT_SAMPLE.audit!, floor: { ...floor!, balancedAccuracy: about(0.6) } };
const given = { isEqualised: false };

it('warns of a detector that is no surer than the headers', () => {
  expect(floorWarning(metrics(0.64), audit, given)).toEqual([
    {
      code: 'HEADER_FLOOR',
      message:
        'The balanced accuracy, 64.0% (59.0% at worst), does not stand clear of the 60.0% that file headers alone reach on these pictures.',
    },
  ]);
  expect(floorWarning(metrics(0.66), audit, given)).toEqual([]);
});

it('says nothing without a floor, without both classes, and of pictures with new histories', () => {
  expect(floorWarning(metrics(0.5), null, given)).toEqual([]);
  expect(floorWarning(metrics(0.5), { ...audit, floor: null }, given)).toEqual([]);
  expect(floorWarning(metrics(0.5), audit, { isEqualised: true })).toEqual([]);
  const none = { value: null, low: null, high: null, reason: 'one class' };
  expect(floorWarning({ ...metrics(0.5), balancedAccuracy: none }, audit, given)).toEqual([]);
});
