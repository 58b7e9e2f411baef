import { AssayError } from '../../errors.js';
import { correctedResampledTTest, summariseFolds, type FoldOptions } from '../statistics/folds.js';
import { holm } from '../statistics/holm.js';
import { listed } from './align.js';
import type { FoldComparison } from './types.js';
import { judged } from './words.js';

/** One configuration's value of a metric on each split, by the split's name (`repeat 2, fold 3`). */
export interface FoldValues {
  name: string;
  values: Record<string, number>;
}

/**
 * Compares training configurations cross-validated on the same splits, by the corrected resampled t-test with Holm's
 * correction over the pairs.
 * @throws AssayError E_COMPARE_MISMATCH E_SCORES E_ARGUMENT
 */
export function compareFolds(configurations: readonly FoldValues[], options: FoldOptions): FoldComparison {
  const splits = Object.keys(configurations[0]?.values ?? {});
  const values = configurations.map((configuration) =>
    valuesOn(splits, configuration, configurations[0]!.name),
  );
  const indices = configurations.flatMap((_, a) =>
    configurations.slice(a + 1).map((__, b) => [a, a + 1 + b] as const),
  );
  const tests = indices.map(([a, b]) => correctedResampledTTest(values[a]!, values[b]!, options));
  const adjusted = holm(tests.map((test) => test.p));
  return {
    configurations: configurations.map(({ name }, k) => ({
      name,
      summary: summariseFolds(values[k]!, options),
    })),
    pairs: indices.map(([a, b], pair) => {
      const [first, second] = [configurations[a]!.name, configurations[b]!.name];
      const [test, p] = [tests[pair]!, adjusted[pair]!];
      const isNoise = p === null ? null : p >= 1 - (options.level ?? 0.95);
      const words =
        p === null
          ? `${first} and ${second} cannot be compared (${test.difference.reason ?? 'no test possible'}).`
          : `${first} against ${second}: ${judged(test.difference, p, isNoise === true, indices.length)}`;
      return { first, second, test, adjusted: p, isNoise, words };
    }),
  };
}

function valuesOn(splits: readonly string[], { name, values }: FoldValues, reference: string): number[] {
  const missing = splits.filter((split) => !Object.hasOwn(values, split));
  const extra = Object.keys(values).filter((split) => !splits.includes(split));
  if (missing.length + extra.length > 0) {
    const found = [
      missing.length > 0 ? `${name} lacks ${listed(missing)}` : '',
      extra.length > 0 ? `${reference} lacks ${listed(extra)}` : '',
    ].filter((part) => part !== '');
    throw new AssayError(
      'E_COMPARE_MISMATCH',
      `A paired comparison needs the same splits, but ${found.join('; ')}. Cross-validate both with the same seed and folds.`,
    );
  }
  return splits.map((split) => values[split]!);
}
