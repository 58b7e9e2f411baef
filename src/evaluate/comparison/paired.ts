import { metricEvaluator } from '../metric-vector.js';
import type { Estimate, ScoredSample } from '../scored.js';
import {
  biasCorrectedInterval,
  forEachResample,
  groupSamples,
  type BootstrapOptions,
} from '../statistics/bootstrap.js';
import { COMPARED_METRICS, type ComparedMetric } from './types.js';

/** A difference with its interval, and the two-sided p-value of the resamples. */
export interface PairedDifference {
  difference: Estimate;
  p: number | null;
}

/**
 * First minus second in each compared metric, by resampling groups of the samples that both scored: one draw counts
 * for both. `scored[k]` holds the same samples in the same order for every detector; groups are the first's. The
 * p-value is twice the smaller share of resamples on either side of 0, (count + 1)/(resamples + 1).
 * @throws AssayError E_SCORES
 */
export function pairedDifferences(
  scored: readonly (readonly ScoredSample[])[],
  pairs: readonly (readonly [number, number])[],
  threshold: number,
  options: BootstrapOptions,
): Record<ComparedMetric, PairedDifference>[] {
  const evaluate = scored.map((samples) => metricEvaluator(samples, threshold));
  const reference = scored[0] ?? [];
  const resamples = options.resamples ?? 2000;
  const ones = new Uint32Array(reference.length).fill(1);
  const values = evaluate.map((metrics) => metrics(ones).metrics);
  const replicates = pairs.map(() => COMPARED_METRICS.map(() => new Float64Array(resamples)));
  forEachResample(groupSamples(reference), options, (weights, r) => {
    const drawn = evaluate.map((metrics) => metrics(weights).metrics);
    pairs.forEach(([a, b], pair) => {
      COMPARED_METRICS.forEach((name, m) => {
        replicates[pair]![m]![r] = drawn[a]![name] - drawn[b]![name];
      });
    });
  });
  return pairs.map(([a, b], pair) => {
    const entries = COMPARED_METRICS.map((name, m): [ComparedMetric, PairedDifference] => {
      const array = replicates[pair]![m]!;
      const difference = values[a]![name] - values[b]![name];
      return [
        name,
        { p: twoSidedP(array), difference: biasCorrectedInterval(difference, array, options.level) },
      ];
    });
    return Object.fromEntries(entries) as Record<ComparedMetric, PairedDifference>;
  });
}

function twoSidedP(replicates: Float64Array): number | null {
  let [atMost, atLeast, defined] = [0, 0, 0];
  for (const value of replicates) {
    if (Number.isNaN(value)) continue;
    defined++;
    if (value <= 0) atMost++;
    if (value >= 0) atLeast++;
  }
  return defined === 0 ? null : Math.min(1, (2 * (Math.min(atMost, atLeast) + 1)) / (defined + 1));
}
