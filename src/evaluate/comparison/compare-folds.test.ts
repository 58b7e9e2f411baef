import { expect, it } from 'vitest';
import { correctedResampledTTest } from '../statistics/folds.js';
import { compareFolds } from './compare-folds.js';

const named = (values: number[]): Record<string, number> =>
  Object.fromEntries(values.map((value, i) => [`fold ${i}`, value]));
const a = [0.61, 0.58, 0.64, 0.55, 0.6, 0.63, 0.57, 0.62, 0.59, 0.66];
const b = [0.58, 0.57, 0.6, 0.56, 0.55, 0.6, 0.58, 0.57, 0.56, 0.62];
const c = a.map((value, i) => value - 0.3 + 0.01 * (i % 3));
const options = { testFraction: 0.2 };

it('tests every pair of configurations on their common splits', () => {
  const backwards = Object.fromEntries(Object.entries(named(b)).reverse());
  const result = compareFolds(
    [
      { name: 'a', values: named(a) },
      { name: 'b', values: backwards },
      { name: 'c', values: named(c) },
    ],
    options,
  );
  expect(result.pairs.map(({ first, second, isNoise }) => [first, second, isNoise])).toEqual([
    ['a', 'b', true],
    ['a', 'c', false],
    ['b', 'c', false],
  ]);
  expect(result.pairs[0]!.test).toEqual(correctedResampledTTest(a, b, options));
  expect(result.pairs[0]!.words).toBe(
    'a against b: difference +0.026 (−0.004 to +0.056), p = 0.079 after Holm over 3 pairs: not told apart, noise.',
  );
  expect(result.configurations[0]!.summary.mean.value).toBeCloseTo(0.605, 12);
});

it('names the splits that differ', () => {
  expect(() =>
    compareFolds(
      [
        { name: 'a', values: named(a) },
        { name: 'b', values: named(b.slice(1)) },
      ],
      options,
    ),
  ).toThrow(/b lacks 1 \("fold 9"\)/);
});
