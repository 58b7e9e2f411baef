import { describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import { rocAuc } from '../metrics/roc.js';
import { fair, labelsOf } from '../testing/vectors.js';
import { groupBootstrap } from './bootstrap.js';
import { aucCovariance, delongInterval, delongTest } from './delong.js';

// A second detector on the fair vector: u = np.round(.7*s + .8*np.random.RandomState(4).randn(30), 1)
const second = [
  -0.9, -0.2, 0.2, 1.5, -1.7, -2.2, -0.7, -0.8, 0.1, -2.1, 1.8, -0.6, -1.3, 1.2, -1.6, -1.4, -0.4, 0.4, 0.4,
  -0.4, -1.9, -0.6, 0.4, 0.1, 2.1, 0.7, 2.8, -1.2, 2.4, -2.8,
];
const alone = fair.labels.map((label) => ({ label }));
const inThrees = fair.labels.map((label, i) => ({ label, group: `${Math.floor(i / 3)}` }));

// Reference: numpy 1.24, straight from the papers' sums over all pairs (no midranks); g = np.arange(30)//3
//   def parts(s):
//       f, q = s[y==1], s[y==0]; psi = (f[:,None] > q) + .5*(f[:,None] == q)
//       return psi.mean(), psi.mean(1), psi.mean(0)
//   def delong(a, b):
//       (ta,xa,ya), (tb,xb,yb) = parts(a), parts(b)
//       return np.cov(xa, xb)[0,1]/len(xa) + np.cov(ya, yb)[0,1]/len(ya)
//   def obuchowski(a, b):
//       (ta,xa,ya), (tb,xb,yb) = parts(a), parts(b); m, n = len(xa), len(ya); G = np.unique(g)
//       gx, gy = g[y==1], g[y==0]
//       sx = lambda v, t: np.array([(v[gx==k]-t).sum() for k in G])
//       sy = lambda v, t: np.array([(v[gy==k]-t).sum() for k in G])
//       I10, I01, I = len(set(gx)), len(set(gy)), len(G)
//       s10 = I10/((I10-1)*m)*(sx(xa,ta)*sx(xb,tb)).sum(); s01 = I01/((I01-1)*n)*(sy(ya,ta)*sy(yb,tb)).sum()
//       s11 = I/(I-1)*((sx(xa,ta)*sy(yb,tb)).sum() + (sx(xb,tb)*sy(ya,ta)).sum())
//       return s10/m + s01/n + s11/(m*n)
//   z = (parts(s)[0]-parts(u)[0])/np.sqrt(cov(s,s)+cov(u,u)-2*cov(s,u)); 2*scipy.stats.norm.sf(abs(z))
describe('aucCovariance', () => {
  it.each([
    ['each sample alone (DeLong)', alone, 0.007680534796584834, 0.009952575704838148, 0.007060005084525979],
    ['in groups (Obuchowski)', inThrees, 0.007997939330961983, 0.008325306668302489, 0.007077387886945296],
  ])('%s', (_, samples, varFirst, varSecond, covariance) => {
    const found = aucCovariance(samples, [fair.logits, second]);
    expect(found.auc[0]).toBeCloseTo(0.7941176470588235, 10);
    expect(found.auc[1]).toBeCloseTo(0.6809954751131222, 10);
    expect(found.covariance[0]![0]).toBeCloseTo(varFirst, 12);
    expect(found.covariance[1]![1]).toBeCloseTo(varSecond, 12);
    expect(found.covariance[0]![1]).toBeCloseTo(covariance, 12);
    expect(found.covariance[1]![0]).toBeCloseTo(covariance, 12);
  });
});

describe('delongTest', () => {
  it('agrees with the reference', () => {
    const test = delongTest(alone, fair.logits, second);
    expect(test.z).toBeCloseTo(1.9085452377978207, 9);
    expect(test.p).toBeCloseTo(0.05632078210713969, 9);
    const grouped = delongTest(inThrees, fair.logits, second);
    expect(grouped.z).toBeCloseTo(2.4292432424750263, 9);
    expect(grouped.p).toBeCloseTo(0.015130377485192787, 9);
  });

  it('gives an interval near that of a paired bootstrap', () => {
    const { difference } = delongTest(alone, fair.logits, second);
    const boot = groupBootstrap(
      alone,
      (w) => rocAuc(fair.labels, fair.logits, w) - rocAuc(fair.labels, second, w),
      { random: createRandom(1), resamples: 4000 },
    );
    expect(difference.low).toBeCloseTo(boot.low!, 1.3);
    expect(difference.high).toBeCloseTo(boot.high!, 1.3);
  });

  it('finds no difference between a detector and itself, or a rising function of itself', () => {
    const test = delongTest(
      alone,
      fair.logits,
      fair.logits.map((v) => Math.exp(v)),
    );
    expect(test).toMatchObject({ z: 0, p: 1, difference: { value: 0, low: 0, high: 0 } });
  });

  it('is null with a reason where it cannot be made', () => {
    const oneClass = labelsOf([1, 1]).map((label) => ({ label }));
    expect(delongTest(oneClass, [1, 2], [2, 1])).toMatchObject({
      p: null,
      difference: { value: null, reason: 'a class is missing' },
    });
    const oneReal = labelsOf([1, 1, 0]).map((label) => ({ label }));
    expect(delongInterval(oneReal, [1, 2, 0])).toMatchObject({
      value: 1,
      low: null,
      reason: 'a class has a single group',
    });
  });
});
