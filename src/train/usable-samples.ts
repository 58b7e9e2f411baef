import type { AuditReport } from '../dataset/audit/types.js';
import { requireBothClasses } from '../dataset/check.js';
import { groupKey } from '../dataset/derive.js';
import { joinGroups, withGroups } from '../dataset/groups.js';
import type { Dataset, Sample, SkippedFile } from '../dataset/sample.js';
import type { TrainConfig } from './config.js';

/**
 * The data set with the groups asked for, and the audit's near-duplicates, joined to those it brings along. A fixed
 * split is taken as it is: what the audit finds across its parts is a finding. Throws E_ARGUMENT.
 */
export function withGroupsOf(
  { groupBy, splitFile }: Pick<TrainConfig, 'groupBy' | 'splitFile'>,
  dataset: Dataset,
  audit: AuditReport | null,
): Dataset {
  const clusters = splitFile === null ? (audit?.duplicates.clusters ?? []) : [];
  if (groupBy.length === 0 && clusters.length === 0) return dataset;
  const { samples } = dataset;
  const keys = [(sample: Sample) => sample.group, ...groupBy.map((by) => groupKey(samples, by))];
  return { ...dataset, samples: withGroups(samples, joinGroups(samples, keys, clusters)) };
}

/** The data set less the samples that could not be read; they join the skipped. Throws E_DATASET_*. */
export function withoutUnreadable(dataset: Dataset, unreadable: readonly SkippedFile[]): Dataset {
  if (unreadable.length === 0) return dataset;
  const lost = new Set(unreadable.map((file) => file.id));
  const kept = {
    ...dataset,
    samples: dataset.samples.filter((sample) => !lost.has(sample.id)),
    skipped: [...dataset.skipped, ...unreadable].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
  return requireBothClasses(kept, 'the readable pictures');
}
