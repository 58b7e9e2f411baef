import { describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import { scoredFrom, simulated } from '../testing/scored.js';
import { DIGITS, fair, labelsOf } from '../testing/vectors.js';
import { applyCalibration, atPrevalence, calibratedProbability, sigmoid } from './calibration.js';
import { crossFitCalibration } from './cross-fit.js';
import { fitIsotonic } from './isotonic.js';
import { fitPlatt } from './platt.js';
import { fitTemperature } from './temperature.js';

const scored = scoredFrom(fair.labels, fair.logits);
const separable = scoredFrom(labelsOf([1, 1, 0, 0]), [2, 1, -1, -2]);
const backwards = scoredFrom(labelsOf([1, 1, 0, 0]), [-2, -1, 1, 2]);

describe('sigmoid', () => {
  it('does not overflow', () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(-800)).toBe(0);
    expect(sigmoid(800)).toBe(1);
  });
});

describe('fitTemperature', () => {
  // Reference: 1/scipy.optimize.brentq(lambda b: (s*(1/(1+np.exp(-b*s)) - y)).sum(), .01, 100, xtol=1e-16)
  it('finds the temperature of least log loss', () => {
    const { calibration, warnings } = fitTemperature(scored);
    expect(calibration).toMatchObject({ method: 'temperature' });
    expect(calibration.method === 'temperature' && calibration.temperature).toBeCloseTo(
      1.0936178098724287,
      DIGITS,
    );
    expect(warnings).toEqual([]);
  });

  it('finds the temperature that logits were multiplied by', () => {
    const samples = simulated(createRandom(1), { fakes: 4000, reals: 4000 });
    const hot = samples.map((sample) => ({ ...sample, logit: 3 * sample.logit }));
    const { calibration } = fitTemperature(hot);
    expect(calibration.method === 'temperature' && calibration.temperature / 3).toBeCloseTo(1, 1);
  });

  it('stops at a bound and says why', () => {
    expect(fitTemperature(separable)).toMatchObject({
      calibration: { temperature: 0.01 },
      warnings: [{ code: 'PERFECT_SEPARATION' }],
    });
    expect(fitTemperature(backwards)).toMatchObject({
      calibration: { temperature: 100 },
      warnings: [{ code: 'NO_SEPARATION' }],
    });
  });

  it('wants both classes', () => {
    expect(() => fitTemperature(scoredFrom(labelsOf([1, 1]), [1, 2]))).toThrow(/2 fake and 0 real/);
  });
});

describe('fitPlatt', () => {
  // Reference: Newton in numpy on the same targets (100 steps); scikit-learn 1.2.1 _sigmoid_calibration(s, y)
  // gives (.76776135, -.02674599), stopped by BFGS's tolerance.
  //   t = np.where(y==1, (y.sum()+1)/(y.sum()+2), 1/((1-y).sum()+2)); X = np.c_[s, np.ones(30)]; w = np.zeros(2)
  //   p = sg(X@w); w -= np.linalg.solve((X*(p*(1-p))[:,None]).T@X, X.T@(p-t))
  it('agrees with the reference', () => {
    const { calibration } = fitPlatt(scored);
    if (calibration.method !== 'platt') throw new Error(calibration.method);
    expect(calibration.slope).toBeCloseTo(0.7677615084676246, DIGITS);
    expect(calibration.intercept).toBeCloseTo(-0.026746094844865124, DIGITS);
  });

  it('stays finite on separable and on constant logits', () => {
    const { calibration } = fitPlatt(separable);
    expect(calibration.method === 'platt' && calibration.slope).toBeLessThan(10);
    const constant = fitPlatt(scoredFrom(labelsOf([1, 0, 0]), [3, 3, 3]));
    expect(calibratedProbability(3, constant.calibration)).toBeCloseTo((2 / 3 + 2 * 0.25) / 3, 6);
  });

  it('warns of logits that rank the wrong way round', () => {
    expect(fitPlatt(backwards).warnings[0]).toMatchObject({ code: 'NO_SEPARATION' });
  });
});

describe('fitIsotonic', () => {
  // Reference: scikit-learn 1.2.1
  //   IsotonicRegression(y_min=1/32, y_max=1-1/32, out_of_bounds='clip').fit(s, y).predict([-9,-1.45,-.35,.2,1.35,9])
  it('agrees with IsotonicRegression', () => {
    const { calibration } = fitIsotonic(scored);
    const found = [-9, -1.45, -0.35, 0.2, 1.35, 9].map((logit) => calibratedProbability(logit, calibration));
    const expected = [0.03125, 0.18181818181818182, 0.6, 0.6, 0.7843750000000004, 0.96875];
    expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, DIGITS));
  });
});

describe('crossFitCalibration', () => {
  it('shows an over-confident detector mended by a temperature', () => {
    const samples = simulated(createRandom(2), { fakes: 1500, reals: 1500 });
    const confident = applyCalibration(samples, { method: 'temperature', temperature: 0.25 }).map(
      (sample) => ({
        ...sample,
        logit: 4 * sample.logit,
      }),
    );
    const result = crossFitCalibration(confident, fitTemperature, { random: createRandom(3) })!;
    expect(result.folds).toBe(5);
    expect(result.before.expectedCalibrationError).toBeGreaterThan(0.08);
    expect(result.after.expectedCalibrationError).toBeLessThan(0.03);
    expect(result.after.logLoss).toBeLessThan(result.before.logLoss!);
  });

  it('never fits on the group it judges, nor on one class', () => {
    const grouped = [
      { label: 'fake', group: 'a' },
      { label: 'fake', group: 'a' },
      { label: 'real', group: 'b' },
      { label: 'fake', group: 'b' },
      { label: 'real', group: 'c' },
    ].map((part, i) => ({ ...scored[i]!, ...part }) as (typeof scored)[number]);
    const seen: string[] = [];
    const result = crossFitCalibration(
      grouped,
      (others) => {
        seen.push([...new Set(others.map((sample) => sample.group))].join(''));
        return fitPlatt(others);
      },
      { random: createRandom(1) },
    );
    expect(result?.folds).toBe(2);
    expect(seen.sort()).toEqual(['ac', 'b']);
  });

  it('is null where nothing can be held out', () => {
    const one = scoredFrom(labelsOf([1, 0, 0]), [1, 2, 3]);
    expect(crossFitCalibration(one, fitPlatt, { random: createRandom(1) })).toBeNull();
  });
});

describe('atPrevalence', () => {
  it('is Bayes on the odds', () => {
    expect(atPrevalence(0.9, 0.5, 0.01)).toBeCloseTo(9 / 108, 12);
    expect(atPrevalence(0.7, 0.5, 0.5)).toBeCloseTo(0.7, 12);
  });
});
