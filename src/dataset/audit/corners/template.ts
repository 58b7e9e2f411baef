import { matchPattern, type Pattern, sumPatterns } from './patterns.js';

/** Fewest carriers that make a mark. */
export const MIN_CARRIERS = 8;
/** Correlation with the mark in each round of gathering its picture, which begins with a faint one. */
const MAY_CARRY = [0.25, 0.35, 0.45, 0.45];

/** Rows that may carry a mark, and rows of the other class to tell them from. */
export interface Contrast {
  own: readonly number[];
  other: readonly number[];
}

/**
 * How well each row's corner matches a mark of the `own` rows, −1..1, in the order own, other: by a template made
 * from the other folds, the mean pattern of `own` less that of `other`, then, four times over, the mean of the own
 * rows that match it. 0 where no template comes about.
 */
export function scoreCorner(
  patterns: readonly Pattern[],
  { own, other }: Contrast,
  foldOf: ArrayLike<number>,
  folds: number,
): Float64Array {
  const rows = [...own, ...other];
  const scores = new Float64Array(rows.length);
  for (let fold = 0; fold < folds; fold++) {
    const isElsewhere = (row: number): boolean => foldOf[row] !== fold;
    const template = gatherTemplate(patterns, {
      own: own.filter(isElsewhere),
      other: other.filter(isElsewhere),
    });
    if (template === null) continue;
    rows.forEach((row, k) => {
      if (foldOf[row] === fold) scores[k] = matchPattern(patterns[row]!, template);
    });
  }
  return scores;
}

function gatherTemplate(patterns: readonly Pattern[], { own, other }: Contrast): Float64Array | null {
  const otherMean = sumPatterns(patterns, other).map((sum) => sum / Math.max(1, other.length));
  let template: Float64Array = sumPatterns(patterns, own).map(
    (sum, k) => sum / Math.max(1, own.length) - otherMean[k]!,
  );
  for (const least of MAY_CARRY) {
    const faint = template;
    const matching = own.filter((row) => matchPattern(patterns[row]!, faint) >= least);
    if (matching.length < MIN_CARRIERS / 2) return null;
    template = sumPatterns(patterns, matching);
  }
  return template;
}
