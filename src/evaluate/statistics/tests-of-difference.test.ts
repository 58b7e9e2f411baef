import { describe, expect, it } from 'vitest';
import { correctedResampledTTest, summariseFolds } from './folds.js';
import { holm } from './holm.js';
import { mcnemarExact } from './mcnemar.js';

describe('mcnemarExact', () => {
  // Reference: scipy 1.10.1, stats.binomtest(a, a + b, .5).pvalue
  it.each([
    [3, 11, 0.057373046875],
    [0, 5, 0.0625],
    [7, 7, 1],
    [71, 40, 0.004195534185394861],
    [0, 0, 1],
  ])('%i against %i', (first, second, p) => {
    expect(mcnemarExact(first, second)).toBeCloseTo(p, 10);
  });
});

describe('holm', () => {
  // Reference: the worked example of R's p.adjust(c(.01, .04, .03, .005), "holm") = .03 .06 .06 .02
  it('multiplies by how many are left and never falls', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, i) => expect(adjusted[i]).toBeCloseTo(p, 12));
  });

  it('leaves out tests that were not possible, and stops at 1', () => {
    expect(holm([null, 0.6, 0.7])).toEqual([null, 1, 1]);
  });
});

// Reference: numpy and scipy 1.10.1
//   se = np.sqrt(v.var(ddof=1)*(1/10 + .2/.8)); q = stats.t.ppf(.975, 9); v.mean() ± q*se
//   2*stats.t.sf(m/se, 9) for v − w
const v = [0.61, 0.58, 0.64, 0.55, 0.6, 0.63, 0.57, 0.62, 0.59, 0.66];
const w = [0.58, 0.57, 0.6, 0.56, 0.55, 0.6, 0.58, 0.57, 0.56, 0.62];

describe('summariseFolds', () => {
  it('corrects the error of the mean for shared training samples', () => {
    const { mean, standardDeviation, standardError } = summariseFolds(v, { testFraction: 0.2 });
    expect(mean.value).toBeCloseTo(0.605, 10);
    expect(standardDeviation).toBeCloseTo(0.033747427885527655, 10);
    expect(standardError).toBeCloseTo(0.019965247584518238, 10);
    expect(mean.low).toBeCloseTo(0.5598354721707848, 10);
    expect(mean.high).toBeCloseTo(0.6501645278292152, 10);
  });

  it('says that one run shows nothing, and refuses a failed one', () => {
    expect(summariseFolds([0.6], { testFraction: 0.2 }).mean).toMatchObject({ value: 0.6, low: null });
    expect(summariseFolds([], { testFraction: 0.2 }).mean.value).toBeNull();
    expect(() => summariseFolds([0.6, NaN], { testFraction: 0.2 })).toThrow(/run 1 is NaN/);
    expect(() => summariseFolds([0.6], { testFraction: 1 })).toThrow(/between 0 and 1/);
  });
});

describe('correctedResampledTTest', () => {
  it('agrees with the reference', () => {
    const test = correctedResampledTTest(v, w, { testFraction: 0.2 });
    expect(test.difference.value).toBeCloseTo(0.026, 10);
    expect(test.difference.low).toBeCloseTo(-0.003725353404073057, 10);
    expect(test.t).toBeCloseTo(1.97865052878418, 9);
    expect(test.p).toBeCloseTo(0.07923153305576923, 9);
  });

  it('takes equal runs as no difference and unequal numbers of runs as an error', () => {
    expect(correctedResampledTTest(v, v, { testFraction: 0.2 })).toMatchObject({ t: 0, p: 1 });
    expect(() => correctedResampledTTest(v, w.slice(1), { testFraction: 0.2 })).toThrow(/10 runs against 9/);
  });
});
