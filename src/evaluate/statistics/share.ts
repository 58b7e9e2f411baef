import type { Estimate } from '../scored.js';
import { groupBootstrap, groupSamples, type BootstrapOptions, type Grouped } from './bootstrap.js';
import { wilsonInterval } from './proportion.js';

/**
 * The share of samples that something holds for, with its bootstrap interval over groups; where it holds for none
 * or for all, resamples cannot differ and the Wilson interval over groups takes their place.
 */
export function groupShare<T extends Grouped>(
  samples: readonly T[],
  holds: (sample: T, index: number) => boolean,
  options: BootstrapOptions,
): Estimate {
  const flags = Uint8Array.from(samples, (sample, i) => (holds(sample, i) ? 1 : 0));
  const count = flags.reduce((sum, one) => sum + one, 0);
  if (count === 0 || count === samples.length) {
    const { groups } = groupSamples(samples);
    return wilsonInterval(count === 0 ? 0 : groups, groups, options.level);
  }
  const share = (weights: Uint32Array): number => {
    let [hit, total] = [0, 0];
    for (let i = 0; i < flags.length; i++) {
      hit += weights[i]! * flags[i]!;
      total += weights[i]!;
    }
    return hit / total;
  };
  return groupBootstrap(samples, share, options);
}
