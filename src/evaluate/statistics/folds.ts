import { AssayError } from '../../errors.js';
import type { Estimate } from '../scored.js';
import { studentCdf, studentQuantile } from './distributions.js';

export interface FoldOptions {
  /** Share of the samples that each run was tested on: 1/k for k-fold, repeated or not. */
  testFraction: number;
  /** Coverage of the interval. Default .95. */
  level?: number;
}

/** The mean of a metric over cross-validation runs. */
export interface FoldSummary {
  /** How many runs: folds times repeats. */
  runs: number;
  mean: Estimate;
  /** Standard deviation over the runs; null with one run. */
  standardDeviation: number | null;
  /** Of the mean, corrected for the training sets that the runs share; null with one run. */
  standardError: number | null;
}

export interface FoldTest {
  /** Mean of first minus second. */
  difference: Estimate;
  t: number | null;
  degreesOfFreedom: number;
  /** Two-sided. */
  p: number | null;
}

/**
 * Mean over cross-validation runs with an honest interval: runs share training samples, so their scatter
 * understates the error of the mean; the variance is s²·(1/J + n_test/n_train) with J − 1 degrees of freedom
 * (Nadeau & Bengio 2003; for repeated k-fold Bouckaert & Frank 2004).
 * @throws AssayError E_SCORES E_ARGUMENT
 */
export function summariseFolds(
  values: readonly number[],
  { testFraction, level = 0.95 }: FoldOptions,
): FoldSummary {
  if (!(testFraction > 0 && testFraction < 1)) {
    throw new AssayError(
      'E_ARGUMENT',
      `Found a test fraction of ${testFraction}; expected a share between 0 and 1, such as 0.2 for five folds.`,
    );
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new AssayError(
      'E_SCORES',
      `The value of run ${bad} is ${values[bad]}; every run needs a finite number. Leave out runs that failed, and say so.`,
    );
  }
  const runs = values.length;
  if (runs === 0) {
    const mean = { value: null, low: null, high: null, reason: 'no runs' };
    return { runs, mean, standardDeviation: null, standardError: null };
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / runs;
  if (runs === 1) {
    const estimate = { value: mean, low: null, high: null, reason: 'one run shows no scatter' };
    return { runs, mean: estimate, standardDeviation: null, standardError: null };
  }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs - 1);
  const standardError = Math.sqrt(variance * (1 / runs + testFraction / (1 - testFraction)));
  const half = studentQuantile((1 + level) / 2, runs - 1) * standardError;
  return {
    runs,
    mean: { value: mean, low: mean - half, high: mean + half },
    standardDeviation: Math.sqrt(variance),
    standardError,
  };
}

/**
 * The corrected resampled t-test: whether two configurations, run on the same splits, differ in the mean of a
 * metric (Nadeau & Bengio 2003). `first[i]` and `second[i]` must come from the same split.
 * @throws AssayError E_COMPARE_MISMATCH E_SCORES E_ARGUMENT
 */
export function correctedResampledTTest(
  first: readonly number[],
  second: readonly number[],
  options: FoldOptions,
): FoldTest {
  if (first.length !== second.length) {
    throw new AssayError(
      'E_COMPARE_MISMATCH',
      `Found ${first.length} runs against ${second.length}; a paired test needs the same splits in the same order.`,
    );
  }
  const differences = first.map((value, i) => value - second[i]!);
  const { mean, standardError, runs } = summariseFolds(differences, options);
  const degreesOfFreedom = Math.max(0, runs - 1);
  if (standardError === null) return { difference: mean, t: null, degreesOfFreedom, p: null };
  if (standardError === 0) {
    return {
      difference: mean,
      t: mean.value === 0 ? 0 : null,
      degreesOfFreedom,
      p: mean.value === 0 ? 1 : 0,
    };
  }
  const t = mean.value! / standardError;
  return { difference: mean, t, degreesOfFreedom, p: 2 * studentCdf(-Math.abs(t), degreesOfFreedom) };
}
