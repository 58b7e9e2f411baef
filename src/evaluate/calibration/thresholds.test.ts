import { describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import type { ScoredSample } from '../scored.js';
import { simulated } from '../testing/scored.js';
import { fitThresholds } from './thresholds.js';
import { countVerdicts, verdictOf } from './verdict.js';

const sample = (label: 'fake' | 'real', probability: number, group?: string): ScoredSample => ({
  id: `${label}-${probability}`,
  label,
  logit: Math.log(probability / (1 - probability)),
  probability,
  ...(group === undefined ? {} : { group }),
});
/** n samples with probabilities from, from + step, … */
const ladder = (label: 'fake' | 'real', n: number, from: number, step: number): ScoredSample[] =>
  Array.from({ length: n }, (_, i) => sample(label, from + step * i));

describe('verdictOf', () => {
  it('holds both thresholds themselves for a verdict', () => {
    const thresholds = { fakeAtLeast: 0.8, realAtMost: 0.3 };
    expect([0.8, 0.79, 0.31, 0.3].map((p) => verdictOf(p, thresholds))).toEqual([
      'fake',
      'inconclusive',
      'inconclusive',
      'real',
    ]);
  });

  it('never says what has no threshold, and prefers fake where thresholds cross', () => {
    expect(verdictOf(1, { fakeAtLeast: null, realAtMost: 0.1 })).toBe('inconclusive');
    expect(verdictOf(0, { fakeAtLeast: 0.9, realAtMost: null })).toBe('inconclusive');
    expect(verdictOf(0.5, { fakeAtLeast: 0.4, realAtMost: 0.6 })).toBe('fake');
    expect(verdictOf(0.39, { fakeAtLeast: 0.4, realAtMost: 0.6 })).toBe('real');
  });
});

describe('fitThresholds', () => {
  // 199 reals at .001 … .199 × 4, 99 fakes: with α = 1 % of 199 reals one may lie beyond, (1 + 1)/(199 + 1) = α.
  const reals = ladder('real', 199, 0.004, 0.004); // .004 … .796
  const fakes = ladder('fake', 99, 0.01, 0.01); // .01 … .99

  it('leaves as many beyond as the rule allows and cuts midway to the next score', () => {
    const fit = fitThresholds([...reals, ...fakes]);
    // second highest real .792, above it .796 (the one allowed)
    expect(fit.thresholds.fakeAtLeast).toBeCloseTo(0.794, 12);
    expect(fit.falsePositives).toMatchObject({ errors: 1, samples: 199, allowed: 0.01, guaranteed: true });
    // (4 + 1)/(99 + 1) = 5 %: fakes .01 … .04 may be missed, .05 not; the next score below .05 is .048
    expect(fit.thresholds.realAtMost).toBeCloseTo(0.049, 12);
    expect(fit.misses).toMatchObject({ errors: 4, samples: 99, allowed: 0.05 });
    expect(fit).toMatchObject({ bandIsEmpty: false, warnings: [] });
    expect(fit.inconclusive.fake).toBeCloseTo((99 - 4 - 20) / 99, 12);
  });

  it('holds the bound itself within the rate under the rule "confident"', () => {
    const many = ladder('real', 1000, 0.0005, 0.0005);
    const fit = fitThresholds([...many, ...fakes], { rule: 'confident' });
    expect(fit.falsePositives.upperBound).toBeLessThanOrEqual(0.01);
    expect(fit.falsePositives.errors).toBe(4); // scipy: beta.ppf(.95, 5, 996) = .00913, beta.ppf(.95, 6, 995) = .0105
    expect(fitThresholds([...reals, ...fakes], { rule: 'confident' }).warnings).toMatchObject([
      { code: 'FEW_REALS', message: expect.stringContaining('that takes 299') as string },
    ]);
  });

  it('says so when the reals are too few, and then calls none of them fake', () => {
    const fit = fitThresholds([...ladder('real', 20, 0.02, 0.04), ...fakes]);
    expect(fit.falsePositives).toMatchObject({ errors: 0, guaranteed: false });
    expect(fit.falsePositives.upperBound).toBeGreaterThan(0.13);
    expect(fit.warnings).toMatchObject([
      {
        code: 'FEW_REALS',
        message: expect.stringMatching(/20 independent real samples .* 1 % .* takes 99/) as string,
      },
    ]);
    expect(fit.thresholds.fakeAtLeast).toBeGreaterThan(0.78);
  });

  it('counts a group once', () => {
    const copies = Array.from({ length: 60 }, () => sample('real', 0.95, 'one burst'));
    const fit = fitThresholds([...reals, ...copies, ...fakes]);
    expect(fit.falsePositives).toMatchObject({ errors: 60, samples: 259, groups: 200 });
    expect(fit.falsePositives.rate.value).toBeCloseTo(1 / 200, 12);
    // one group of 200 is all that 1 % allows: the highest single real lies out
    expect(fit.thresholds.fakeAtLeast).toBeCloseTo(0.798, 12);
  });

  it('makes one cut of a good detector, nearest to one half', () => {
    const fit = fitThresholds([...ladder('real', 200, 0.0001, 0.001), ...ladder('fake', 200, 0.8, 0.0005)]);
    expect(fit).toMatchObject({ bandIsEmpty: true, thresholds: { fakeAtLeast: 0.5, realAtMost: 0.5 } });
    expect(fit.inconclusive).toEqual({ fake: 0, real: 0 });
    expect(fit.falsePositives.errors + fit.misses.errors).toBe(0);
  });

  it('never says fake where a real sits at the very top', () => {
    const fit = fitThresholds([
      ...ladder('real', 30, 0.01, 0.01),
      { ...sample('real', 0.5), probability: 1 },
      ...fakes,
    ]);
    expect(fit.thresholds.fakeAtLeast).toBeNull();
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
  });

  it('keeps its promise on new samples', () => {
    const random = createRandom(9);
    let falsePositives = 0;
    let misses = 0;
    const draws = 300;
    for (let i = 0; i < draws; i++) {
      const fit = fitThresholds(simulated(random, { fakes: 150, reals: 150 }));
      const verdicts = countVerdicts(simulated(random, { fakes: 200, reals: 200 }), fit.thresholds);
      falsePositives += verdicts.real.fake / 200 / draws;
      misses += verdicts.fake.real / 200 / draws;
    }
    // 150 reals allow none beyond: the chance is 1/151 and the midway point a little less
    expect(falsePositives).toBeLessThan(0.01);
    expect(misses).toBeLessThan(0.05);
    expect(misses).toBeGreaterThan(0.03);
  });

  it('wants both classes and probabilities', () => {
    expect(() => fitThresholds(fakes)).toThrow(/99 fake and 0 real/);
    expect(() => fitThresholds([{ ...reals[0]!, probability: 7 }, fakes[0]!])).toThrow(/expected 0\.\.1/);
  });
});
