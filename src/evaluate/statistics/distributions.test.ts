import { describe, expect, it } from 'vitest';
import * as d from './distributions.js';

// Reference: scipy 1.10.1 (stats.norm, stats.t, stats.beta: cdf, sf, ppf).
describe('distributions agree with scipy', () => {
  it.each([
    ['norm.cdf(.3)', d.normalCdf(0.3), 0.6179114221889526],
    ['norm.sf(1.96)', d.normalTail(1.96), 0.024997895148220435],
    ['norm.sf(3.5)', d.normalTail(3.5), 0.00023262907903552502],
    ['norm.ppf(.975)', d.normalQuantile(0.975), 1.959963984540054],
    ['norm.ppf(.0005)', d.normalQuantile(0.0005), -3.2905267314918945],
    ['t.cdf(-2.3, 7)', d.studentCdf(-2.3, 7), 0.02749554760218577],
    ['t.ppf(.975, 24)', d.studentQuantile(0.975, 24), 2.0638985616280205],
    ['t.ppf(.975, 1)', d.studentQuantile(0.975, 1), 12.706204736432095],
    ['beta.cdf(.3, 2.5, 4)', d.incompleteBeta(2.5, 4, 0.3), 0.3521975859067672],
    ['beta.cdf(.012, 101, 9900)', d.incompleteBeta(101, 9900, 0.012), 0.9661474272837774],
    ['beta.ppf(.95, 3, 40)', d.betaQuantile(0.95, 3, 40), 0.1424144765631462],
  ])('%s', (_, found, expected) => {
    expect(found / expected).toBeCloseTo(1, 10);
  });

  it('keeps the digits of a far tail', () => {
    expect(d.normalTail(8) / 6.22096057427174e-16).toBeCloseTo(1, 10);
  });
});
