import type { Label } from '../../labels.js';
import type { Random } from '../../random.js';
import type { Estimate } from '../scored.js';
import { normalCdf, normalQuantile } from './distributions.js';
import { quantile } from './quantile.js';

export interface BootstrapOptions {
  random: Random;
  /** How many resamples. Default 2000. */
  resamples?: number;
  /** Coverage of the interval. Default .95. */
  level?: number;
}

/** What resampling needs to know of a sample. */
export interface Grouped {
  label: Label;
  group?: string;
}

/** Samples sorted into independent groups, and the groups into strata. */
export interface Grouping {
  /** Group number of each sample. */
  of: Uint32Array;
  groups: number;
  /** Group numbers of the all-fake, the mixed and the all-real groups; empty strata left out. */
  strata: Uint32Array[];
  fakeGroups: number;
  realGroups: number;
}

/** Numbers the groups; a sample without one is a group of its own. */
export function groupSamples(samples: readonly Grouped[]): Grouping {
  const numbers = new Map<string, number>();
  const holds: number[] = []; // bit 1: a fake, bit 2: a real
  const of = Uint32Array.from(samples, ({ label, group }) => {
    const number = (group === undefined ? undefined : numbers.get(group)) ?? holds.length;
    if (group !== undefined) numbers.set(group, number);
    holds[number] = (holds[number] ?? 0) | (label === 'fake' ? 1 : 2);
    return number;
  });
  const strata = [1, 3, 2].map((kind) =>
    Uint32Array.from([...holds.keys()].filter((number) => holds[number] === kind)),
  );
  const [fake, mixed, real] = strata.map((stratum) => stratum.length) as [number, number, number];
  return {
    of,
    groups: holds.length,
    strata: strata.filter((stratum) => stratum.length > 0),
    fakeGroups: fake + mixed,
    realGroups: real + mixed,
  };
}

/**
 * Draws whole groups with replacement, within the strata all-fake, mixed and all-real, so that a resample
 * never loses a class. Calls `use` with how often each sample was drawn; the array is reused.
 */
export function forEachResample(
  { of, groups, strata }: Grouping,
  { random, resamples = 2000 }: BootstrapOptions,
  use: (weights: Uint32Array, resample: number) => void,
): void {
  const draws = random.fork('bootstrap');
  const drawn = new Uint32Array(groups);
  const weights = new Uint32Array(of.length);
  for (let r = 0; r < resamples; r++) {
    drawn.fill(0);
    for (const stratum of strata) {
      for (let i = 0; i < stratum.length; i++) drawn[stratum[draws.int(stratum.length)]!]! += 1;
    }
    for (let i = 0; i < of.length; i++) weights[i] = drawn[of[i]!]!;
    use(weights, r);
  }
}

/**
 * A statistic with its bias-corrected percentile interval over resampled groups (Efron 1981; groups as in Davison
 * & Hinkley 1997, §3.8). `statistic` gets how often each sample counts; it is first called with ones. Resamples
 * where it is NaN are left out; when they are more than 5 % the interval is null.
 */
export function groupBootstrap(
  samples: readonly Grouped[],
  statistic: (weights: Uint32Array) => number,
  options: BootstrapOptions,
): Estimate {
  const value = statistic(new Uint32Array(samples.length).fill(1));
  const replicates = new Float64Array(options.resamples ?? 2000);
  forEachResample(groupSamples(samples), options, (weights, r) => {
    replicates[r] = statistic(weights);
  });
  return biasCorrectedInterval(value, replicates, options.level);
}

/**
 * The percentile interval with its ends moved by the median bias of the replicates: where most resamples lie above
 * the value, both ends move down. Sorts the replicates in place.
 */
export function biasCorrectedInterval(value: number, replicates: Float64Array, level = 0.95): Estimate {
  return interval(value, replicates, (sorted) => {
    const below = sorted.reduce((sum, v) => sum + (v < value ? 1 : v === value ? 0.5 : 0), 0);
    const edge = 0.5 / sorted.length; // keeps the correction finite
    const bias = normalQuantile(Math.min(1 - edge, Math.max(edge, below / sorted.length)));
    const z = normalQuantile((1 + level) / 2);
    return [normalCdf(2 * bias - z), normalCdf(2 * bias + z)];
  });
}

/** The central interval of the replicates; sorts them in place. */
export function percentileInterval(value: number, replicates: Float64Array, level = 0.95): Estimate {
  return interval(value, replicates, () => [(1 - level) / 2, (1 + level) / 2]);
}

function interval(
  value: number,
  replicates: Float64Array,
  sharesOf: (sorted: Float64Array) => [number, number],
): Estimate {
  if (Number.isNaN(value)) return { value: null, low: null, high: null, reason: 'not defined' };
  replicates.sort(); // NaN last
  let defined = replicates.length;
  while (defined > 0 && Number.isNaN(replicates[defined - 1]!)) defined--;
  if (defined < 0.95 * replicates.length || defined === 0) {
    const reason = `not defined in ${replicates.length - defined} of ${replicates.length} resamples`;
    return { value, low: null, high: null, reason };
  }
  const sorted = replicates.subarray(0, defined);
  const [low, high] = sharesOf(sorted);
  return { value, low: quantile(sorted, low), high: quantile(sorted, high) };
}
