import { incompleteBeta } from './distributions.js';

/**
 * McNemar's exact test (two-sided binomial) of whether two detectors err equally often on the same samples,
 * from the samples that only one of them got right. 1 when there is no such sample.
 */
export function mcnemarExact(onlyFirstRight: number, onlySecondRight: number): number {
  const n = onlyFirstRight + onlySecondRight;
  const k = Math.min(onlyFirstRight, onlySecondRight);
  if (2 * k >= n) return 1;
  return Math.min(1, 2 * incompleteBeta(n - k, k + 1, 0.5)); // P(X ≤ k), X ~ Binomial(n, ½)
}
