import type { BatchStatistics, Tensor } from '../graph/index.js';

/** Pictures from which the averages of batch normalisation are measured after an epoch, at most. */
export const STATISTIC_SAMPLES = 1024;

/**
 * Means and variances over batches of equal size from those of each, by the names of the running averages: the
 * variance of the whole is the mean of the batches' variances and the variance of their means.
 */
export function poolStatistics(
  batches: readonly Readonly<Record<string, Tensor>>[],
  pairs: BatchStatistics['pairs'],
): Record<string, Float32Array> {
  const pooled: Record<string, Float32Array> = {};
  for (const { mean, variance } of pairs) {
    const at = (batch: Readonly<Record<string, Tensor>>, name: string, i: number): number =>
      Number(batch[`${name}/batch`]!.data[i]);
    const average = (of: (batch: Readonly<Record<string, Tensor>>, i: number) => number): Float64Array =>
      Float64Array.from({ length: batches[0]![`${mean}/batch`]!.data.length }, (_, i) =>
        batches.reduce((sum, batch) => sum + of(batch, i) / batches.length, 0),
      );
    const centre = average((batch, i) => at(batch, mean, i));
    const spread = average((batch, i) => at(batch, variance, i) + (at(batch, mean, i) - centre[i]!) ** 2);
    pooled[mean] = Float32Array.from(centre);
    pooled[variance] = Float32Array.from(spread);
  }
  return pooled;
}
