import type { Sample, SkippedFile } from '../dataset/index.js';
import type { ScoredSample } from '../evaluate/index.js';
import type { Degradation, TierName } from '../image/index.js';
import type { Detector } from './detector.js';
import { scoreTiers, type ScoreOptions } from './score-tiers.js';
import { AS_GIVEN, namedTier } from './scoring-tiers.js';

/** How a data set is scored in one state. */
export interface ScoreDatasetOptions extends ScoreOptions {
  /** What is done to every picture first: a tier's name, or steps. Default: nothing. */
  degradation?: TierName | readonly Degradation[];
}

/**
 * Scores every sample with a detector: logit and calibrated probability of fake, in the order given. Files that
 * cannot be read are listed. See `scoreTiers` for several states at once, which decodes each picture once.
 * Throws the reason of `signal`.
 */
export async function scoreDataset(
  detector: Detector,
  samples: readonly Sample[],
  { degradation = [], ...options }: ScoreDatasetOptions,
): Promise<{ scored: ScoredSample[]; skipped: SkippedFile[] }> {
  const tier = typeof degradation === 'string' ? namedTier(degradation) : { ...AS_GIVEN, degradation };
  const { tiers, skipped } = await scoreTiers(detector, samples, [tier], options);
  return { scored: [...tiers[0]!.scored], skipped };
}
