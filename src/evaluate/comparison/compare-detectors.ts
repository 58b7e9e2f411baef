import { sampleCounts } from '../counts.js';
import type { ScoredSample } from '../scored.js';
import { groupSamples, type BootstrapOptions } from '../statistics/bootstrap.js';
import { delongTest } from '../statistics/delong.js';
import { holm } from '../statistics/holm.js';
import { mcnemarExact } from '../statistics/mcnemar.js';
import { summariseCell } from '../summarise-cell.js';
import { align } from './align.js';
import { pairedDifferences, type PairedDifference } from './paired.js';
import {
  COMPARED_METRICS,
  type ComparedMetric,
  type DetectorComparison,
  type Difference,
  type PairComparison,
} from './types.js';
import { describeDifference } from './words.js';

export interface ScoredDetector {
  name: string;
  scored: readonly ScoredSample[];
}

export interface CompareOptions extends BootstrapOptions {
  /** The cut on the probability of fake for accuracy. Default ½. */
  threshold?: number;
}

/**
 * Compares detectors that scored the same samples, every pair in every metric. Tests: McNemar's exact for accuracy,
 * DeLong's for ROC AUC (clustered where samples share groups), else the paired group bootstrap, which also takes
 * McNemar's place where samples share groups. p-values are Holm-corrected over the pairs, metric by metric.
 * @throws AssayError E_COMPARE_MISMATCH E_SCORES
 */
export function compareDetectors(
  detectors: readonly ScoredDetector[],
  { threshold = 0.5, ...bootstrap }: CompareOptions,
): DetectorComparison {
  const { level = 0.95, resamples = 2000, random } = bootstrap;
  const reference = detectors[0] ?? { name: '', scored: [] };
  const aligned = detectors.map((detector) => align(reference, detector));
  const indices = detectors.flatMap((_, a) => detectors.slice(a + 1).map((__, b) => [a, a + 1 + b] as const));
  const resampled = pairedDifferences(aligned, indices, threshold, bootstrap);
  const isGrouped = groupSamples(reference.scored).groups < reference.scored.length;

  const tested = indices.map(([a, b], pair) => {
    const [first, second] = [aligned[a]!, aligned[b]!];
    const right = rightAlone(first, second, threshold);
    return {
      ...right,
      differences: testAll(reference.scored, first, second, resampled[pair]!, right, isGrouped, level),
    };
  });
  for (const name of COMPARED_METRICS) {
    const adjusted = holm(tested.map(({ differences }) => differences[name].p));
    tested.forEach(({ differences }, pair) => {
      const p = adjusted[pair]!;
      differences[name].adjusted = p;
      differences[name].isNoise = p === null ? null : p >= 1 - level;
    });
  }
  const cells = aligned.map((scored) =>
    summariseCell(scored, {
      ...bootstrap,
      threshold,
      random: random.fork('each'),
    }),
  );
  return {
    counts: sampleCounts(reference.scored),
    detectors: detectors.map(({ name }, k) => ({ name, metrics: cells[k]!.metrics })),
    pairs: indices.map(([a, b], pair): PairComparison => {
      const [first, second] = [detectors[a]!.name, detectors[b]!.name];
      const words = COMPARED_METRICS.map((metric): [ComparedMetric, string] => {
        const values = [cells[a]!.metrics[metric].value, cells[b]!.metrics[metric].value] as const;
        return [
          metric,
          describeDifference(
            { first, second, metric, values, pairs: indices.length },
            tested[pair]!.differences[metric],
          ),
        ];
      });
      return { first, second, ...tested[pair]!, words: Object.fromEntries(words) as PairComparison['words'] };
    }),
    intervals: { method: 'stratified group bootstrap, bias-corrected percentile', level, resamples },
    warnings: cells[0]?.warnings ?? [],
  };
}

interface RightAlone {
  onlyFirstRight: number;
  onlySecondRight: number;
}

function rightAlone(
  first: readonly ScoredSample[],
  second: readonly ScoredSample[],
  threshold: number,
): RightAlone {
  const isRight = ({ label, probability }: ScoredSample): boolean =>
    (label === 'fake') === probability >= threshold;
  let [onlyFirstRight, onlySecondRight] = [0, 0];
  first.forEach((sample, i) => {
    if (isRight(sample) && !isRight(second[i]!)) onlyFirstRight++;
    if (!isRight(sample) && isRight(second[i]!)) onlySecondRight++;
  });
  return { onlyFirstRight, onlySecondRight };
}

function testAll(
  reference: readonly ScoredSample[],
  first: readonly ScoredSample[],
  second: readonly ScoredSample[],
  resampled: Record<ComparedMetric, PairedDifference>,
  { onlyFirstRight, onlySecondRight }: RightAlone,
  isGrouped: boolean,
  level: number,
): Record<ComparedMetric, Difference> {
  const entries = COMPARED_METRICS.map((name): [ComparedMetric, Difference] => [
    name,
    { ...resampled[name], adjusted: null, isNoise: null, test: 'paired group bootstrap' },
  ]);
  const differences = Object.fromEntries(entries) as Record<ComparedMetric, Difference>;
  if (!isGrouped && reference.length > 0) {
    differences.accuracy.p = mcnemarExact(onlyFirstRight, onlySecondRight);
    differences.accuracy.test = 'McNemar, exact';
  }
  const probabilities = [first, second].map((scored) => scored.map((sample) => sample.probability));
  const { difference, p } = delongTest(reference, probabilities[0]!, probabilities[1]!, level);
  const test = isGrouped ? 'DeLong, clustered (Obuchowski)' : 'DeLong';
  differences.rocAuc = { difference, p, adjusted: null, isNoise: null, test };
  return differences;
}
