import type { SweepPoint } from '../evaluate/index.js';
import { SWEEPS, TIERS, type Degradation, type TierName } from '../image/index.js';

/** A state that pictures are judged in: what is done to them, and where that stands on a sweep. */
export interface ScoringTier {
  name: string;
  degradation: readonly Degradation[];
  sweep?: SweepPoint;
}

/** The pictures as they are. */
export const AS_GIVEN: ScoringTier = { name: 'as given', degradation: TIERS.asGiven };

/** What the tiers of `TIERS` are called in results. */
const TIER_TITLES: Record<TierName, string> = { asGiven: AS_GIVEN.name, web: 'web', hard: 'hard' };

/** A tier by its name in `TIERS`. */
export function namedTier(name: TierName): ScoringTier {
  return { name: TIER_TITLES[name], degradation: TIERS[name] };
}

/** A tier for every step of every sweep in `SWEEPS`, such as `jpeg 60`. */
export function sweepTiers(): ScoringTier[] {
  return SWEEPS.flatMap(({ name, points }) =>
    points.map(({ value, degradation }) => ({
      name: `${name} ${value}`,
      degradation: [degradation],
      sweep: { parameter: name, value },
    })),
  );
}
