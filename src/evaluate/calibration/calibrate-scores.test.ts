import { expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import { simulated } from '../testing/scored.js';
import { applyCalibration } from './calibration.js';
import { calibrateScores } from './calibrate-scores.js';
import { countVerdicts } from './verdict.js';

it('mends a lean and over-confidence at once, and gives thresholds on the new scale', () => {
  const scored = simulated(createRandom(4), { fakes: 3000, reals: 3000 }).map((sample) => ({
    ...sample,
    logit: 3 * sample.logit + 2,
  }));
  const report = calibrateScores(scored, { random: createRandom(1) });
  if (report.calibration.method !== 'platt') throw new Error(report.calibration.method);
  expect(report.calibration.slope).toBeCloseTo(1 / 3, 1);
  expect(report.calibration.intercept).toBeCloseTo(-2 / 3, 0);
  expect(report.crossFit!.after.logLoss).toBeLessThan(report.crossFit!.before.logLoss!);
  const verdicts = countVerdicts(applyCalibration(scored, report.calibration), report.thresholds.thresholds);
  expect(verdicts.real.fake).toBe(report.thresholds.falsePositives.errors);
  expect(verdicts.fake.real).toBe(report.thresholds.misses.errors);
  expect(report.counts).toMatchObject({ total: 6000, groups: 6000 });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});
