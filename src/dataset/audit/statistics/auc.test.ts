import { describe, expect, it } from 'vitest';
import { clusteredAuc, turnAuc } from './auc.js';

/**
 * Thirty scores with ties, in ten groups of three.
 *   r = np.random.RandomState(5); y = (r.rand(30) < .4).astype(int); s = np.round(y*.8 + r.randn(30), 1)
 */
// prettier-ignore
const fakes = [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 1];
// prettier-ignore
const scores = [
  1.8, 0.7, 0.9, -0.4, 0.0, -0.1, 0.8, -0.6, 0.8, 0.7, 0.7, 0.2, 0.2, 2.1, -0.1, 2.4, -0.3, 0.3, 0.1, 0.4, 0.3, 2.1,
  1.9, 1.3, 0.5, 0.7, 2.2, 0.2, -1.3, 0.1,
];
const isFake = Uint8Array.from(fakes);
const alone = { isFake, group: Uint32Array.from(fakes.keys()) };
const inThrees = { isFake, group: Uint32Array.from(fakes.keys(), (row) => Math.floor(row / 3)) };

describe('clusteredAuc', () => {
  it('agrees with roc_auc_score of scikit-learn 1.2.1, ties included', () => {
    expect(clusteredAuc(scores, alone).value).toBeCloseTo(0.92, 12);
    expect(clusteredAuc(scores, inThrees).value).toBeCloseTo(0.92, 12);
  });

  // Reference: numpy 1.24.2, from the definitions: psi = (x[:,None] > z) + .5*(x[:,None] == z); DeLong's variance
  // psi.mean(1).var(ddof=1)/m + psi.mean(0).var(ddof=1)/n = 0.002292063492063492; Obuchowski's (1997) S10/m + S01/n
  // + 2*S11/(m*n) over the groups = 0.0015909951009210267; 1.96 standard errors on the logit scale.
  it("gives DeLong's interval where every row stands alone, Obuchowski's where rows share groups", () => {
    const single = clusteredAuc(scores, alone);
    expect(single.low).toBeCloseTo(0.7626792723508787, 9);
    expect(single.high).toBeCloseTo(0.9762762512224078, 9);
    const grouped = clusteredAuc(scores, inThrees);
    expect(grouped.low).toBeCloseTo(0.7990152418668733, 9);
    expect(grouped.high).toBeCloseTo(0.9708167588113856, 9);
  });

  it('turns round, has an open end where nothing is mixed, and a reason where a class is missing', () => {
    const down = clusteredAuc(
      scores.map((score) => -score),
      alone,
    );
    expect(turnAuc(down).value).toBeCloseTo(0.92, 12);
    expect(turnAuc(down).low).toBeCloseTo(0.7626792723508787, 9);
    expect(clusteredAuc(fakes, alone)).toEqual({ value: 1, low: 1 - 3 / 15, high: 1 });
    const noFake = clusteredAuc([1, 2], { isFake: Uint8Array.of(0, 0), group: Uint32Array.of(0, 1) });
    expect(noFake).toMatchObject({ value: null, reason: expect.stringContaining('0 fake and 2 real') });
  });
});
