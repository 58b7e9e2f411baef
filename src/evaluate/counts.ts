import { groupSamples, type Grouped, type Grouping } from './statistics/bootstrap.js';
import type { SampleCounts } from './types.js';

/** How many samples and independent groups there are. */
export function sampleCounts(
  samples: readonly Grouped[],
  grouping: Grouping = groupSamples(samples),
): SampleCounts {
  const fake = samples.filter((sample) => sample.label === 'fake').length;
  const { groups, fakeGroups, realGroups } = grouping;
  return { total: samples.length, fake, real: samples.length - fake, groups, fakeGroups, realGroups };
}
