import { countLabels } from '../dataset/check.js';
import { fingerprintSamples, type Dataset } from '../dataset/index.js';
import { AssayError } from '../errors.js';
import type { ScoredSample } from '../evaluate/index.js';
import type { EqualiseOptions } from '../image/index.js';
import type { DetectorInfo } from '../model/index.js';
import type { EvaluatedData, Warning } from './evaluation-result.js';
import type { ScoredTiers } from './score-tiers.js';
import { trainingOverlap } from './training-overlap.js';

/** What is to be recorded of the data that a detector is judged on. */
export interface DataOptions {
  /** Name of the data set, for the report. */
  name?: string;
  /** The part of a split that `data` was cut down to. */
  part?: EvaluatedData['part'];
  /** How the samples got their groups, in words. */
  grouping?: string | null;
  /** Ids of the detector's training part, where its run's split is at hand. */
  trainingIds?: ReadonlySet<string>;
  equalise?: boolean | EqualiseOptions;
}

/**
 * Describes the data that was scored, and warns where the detector was trained on it.
 * Throws E_DATASET_EMPTY where not one picture was scored.
 */
export function describeScoredData(
  { training }: Pick<DetectorInfo, 'training'>,
  data: Dataset,
  { tiers, skipped, digests }: ScoredTiers,
  { name = '', part = null, grouping = null, trainingIds, equalise = false }: DataOptions,
): { data: EvaluatedData; scores: ScoredSample[]; warnings: Warning[] } {
  const scores = [...tiers[0]!.scored];
  if (scores.length === 0) {
    const reason = skipped[0]?.message ?? 'there are none';
    throw new AssayError(
      'E_DATASET_EMPTY',
      `Not one of ${data.samples.length} pictures could be judged: ${reason}`,
    );
  }
  const fingerprint = fingerprintSamples(data.samples, digests);
  const overlap = trainingOverlap(scores, fingerprint, {
    training,
    ...(trainingIds === undefined ? {} : { ids: trainingIds }),
  });
  return {
    scores,
    warnings: overlap.warning === null ? [] : [overlap.warning],
    data: {
      name,
      part,
      counts: countLabels(scores),
      fingerprint,
      isEqualised: equalise !== false,
      grouping,
      trainedOn: overlap.trainedOn,
      skipped: [...data.skipped, ...skipped],
    },
  };
}
