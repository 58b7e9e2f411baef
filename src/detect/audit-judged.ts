import {
  auditDataset,
  type AuditOptions,
  type AuditReport,
  type Dataset,
  type FindingId,
  joinGroups,
  withGroups,
} from '../dataset/index.js';
import type { AuditDigest } from './evaluation-result.js';

/** Findings about training and splitting: where pictures are only judged they say nothing of the score. */
const OF_TRAINING: readonly FindingId[] = ['one-class', 'duplicates-across-splits', 'groups-across-splits'];

/**
 * Audits pictures that a detector is to be judged on, and joins near-duplicates into groups, with those that the
 * samples have, so that intervals count them as one case. Pictures of one class alone are fine here.
 * Throws as `auditDataset`.
 */
export async function auditJudged(
  dataset: Dataset,
  options: AuditOptions,
): Promise<{ dataset: Dataset; audit: AuditReport; clusters: number }> {
  const audit = await auditDataset(dataset, options);
  const { clusters } = audit.duplicates;
  const { samples } = dataset;
  const groups = joinGroups(samples, [({ group }) => group], clusters);
  return { dataset: { ...dataset, samples: withGroups(samples, groups) }, audit, clusters: clusters.length };
}

/** What an audit says that bears on scores: its findings on the pictures themselves, and the floors. */
export function digestForScores({ findings, floor, traceFloor }: AuditReport): AuditDigest {
  const bearing = findings.filter(({ id }) => !OF_TRAINING.includes(id));
  return { grade: bearing[0]?.grade ?? null, findings: bearing, floor, traceFloor };
}
