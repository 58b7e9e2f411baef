import type { Estimate } from '../../../evaluate/scored.js';
import { type Label, LABELS } from '../../../labels.js';
import { clusteredAuc, turnAuc } from '../statistics/auc.js';
import type { Cases } from '../statistics/cases.js';
import { CORNER_CELLS, matchPattern, type Pattern, sumPatterns, toPattern } from './patterns.js';

/** The corners in the order in which they are stored. */
export const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;

/** A mark found in one corner over many files of one class. */
export interface FoundMark {
  corner: (typeof CORNERS)[number];
  label: Label;
  /** Rows in which it was seen, of that class and of the other. */
  carriers: number[];
  otherCarriers: number[];
  auc: Estimate;
}

/** Correlation with the mark from which a file counts as a carrier. */
const CARRIES = 0.6;
/** The same in each round of gathering the mark's picture, which begins with a faint one. */
const MAY_CARRY = [0.25, 0.35, 0.45, 0.45];
/** Fewest carriers, and smallest excess of carriers in one class over the other, that make a mark. */
const MIN_CARRIERS = 8;
const MIN_EXCESS = 0.01;

/**
 * Finds patterns that stay put in one corner over many files of one class: watermarks, colour bars, frames. A
 * template is the mean pattern of a class less that of the other, then, four times over, the mean of the files
 * of the class that match it; files are judged by a template made from the other folds. A mark counts where
 * carriers exceed those of the other class by more than chance explains (`strictZ`).
 */
export function findCornerMarks(
  corners: readonly Uint8Array[],
  cases: Cases,
  foldOf: ArrayLike<number>,
  folds: number,
  strictZ: number,
): FoundMark[] {
  const marks: FoundMark[] = [];
  CORNERS.forEach((corner, place) => {
    const patterns = corners.map((all) =>
      toPattern(all.subarray(place * CORNER_CELLS, (place + 1) * CORNER_CELLS)),
    );
    for (const label of LABELS) {
      const scores = scoreCorner(patterns, cases, label, foldOf, folds);
      const carriers = [...scores.keys()].filter((row) => scores[row]! >= CARRIES);
      const isOwn = (row: number): boolean => (cases.isFake[row] === 1) === (label === 'fake');
      const own = carriers.filter(isOwn);
      const other = carriers.filter((row) => !isOwn(row));
      if (!exceeds(own.length, other.length, cases, label, strictZ)) continue;
      const auc = clusteredAuc(scores, cases);
      own.sort((a, b) => scores[b]! - scores[a]!);
      marks.push({
        corner,
        label,
        carriers: own,
        otherCarriers: other,
        auc: label === 'fake' ? auc : turnAuc(auc),
      });
    }
  });
  return marks.sort((a, b) => b.carriers.length - a.carriers.length);
}

function scoreCorner(
  patterns: readonly Pattern[],
  cases: Cases,
  label: Label,
  foldOf: ArrayLike<number>,
  folds: number,
): Float64Array {
  const scores = new Float64Array(patterns.length);
  const wanted = label === 'fake' ? 1 : 0;
  for (let fold = 0; fold < folds; fold++) {
    const own: number[] = [];
    const other: number[] = [];
    patterns.forEach((_, row) => {
      if (foldOf[row] !== fold) (cases.isFake[row] === wanted ? own : other).push(row);
    });
    const template = gatherTemplate(patterns, own, other);
    if (template === null) continue;
    patterns.forEach((pattern, row) => {
      if (foldOf[row] === fold) scores[row] = matchPattern(pattern, template);
    });
  }
  return scores;
}

function gatherTemplate(
  patterns: readonly Pattern[],
  own: readonly number[],
  other: readonly number[],
): Float64Array | null {
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

function exceeds(own: number, other: number, cases: Cases, label: Label, z: number): boolean {
  const fakes = cases.isFake.reduce((sum, value) => sum + value, 0);
  const reals = cases.isFake.length - fakes;
  const [ownCount, otherCount] = label === 'fake' ? [fakes, reals] : [reals, fakes];
  if (own < MIN_CARRIERS) return false;
  const [p, q] = [own / ownCount, other / otherCount];
  const error = Math.sqrt((p * (1 - p)) / ownCount + (q * (1 - q)) / otherCount);
  return p - q - z * error > MIN_EXCESS;
}
