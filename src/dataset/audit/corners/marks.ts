import type { Estimate } from '../../../evaluate/scored.js';
import { type Label, LABELS } from '../../../labels.js';
import { clusteredAuc, turnAuc } from '../statistics/auc.js';
import type { Cases } from '../statistics/cases.js';
import { AUDIT_THRESHOLDS } from '../thresholds.js';
import { CORNER_CELLS, type Pattern, toPattern } from './patterns.js';
import { type Contrast, MIN_CARRIERS, scoreCorner } from './template.js';

/** The corners in the order in which they are stored. */
export const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;

/** A mark found in one corner over many files of one class, or of one of its sources. */
export interface FoundMark {
  corner: (typeof CORNERS)[number];
  label: Label;
  /** The source whose files were looked at alone; absent where the whole class was. */
  within?: string;
  /** Rows in which it was seen, best match first, of that class (or source) and of the other class. */
  carriers: number[];
  otherCarriers: number[];
  /** How well the match tells the class (or the source) from the other class. */
  auc: Estimate;
}

/** Rows by what they are of, and the folds they were dealt to. */
export interface CornerRows {
  cases: Cases;
  /** The source of each row; undefined where none is known. */
  sourceOf: readonly (string | undefined)[];
  foldOf: ArrayLike<number>;
  folds: number;
}

/** Correlation with the mark from which a file counts as a carrier. */
const CARRIES = 0.6;
/** Smallest excess of the share of carriers in one class over that in the other that makes a mark. */
const MIN_EXCESS = 0.01;

/**
 * Finds patterns that stay put in one corner over many files of one class: watermarks, colour bars, frames. Every
 * class is looked at as a whole, and every source of it alone, for a mark that one generator of many leaves is lost
 * in the whole. A mark counts where carriers exceed those of the other class by more than chance explains
 * (`strictZ`). A source's mark is left out where the whole class shows it already.
 */
export function findCornerMarks(
  corners: readonly Uint8Array[],
  rows: CornerRows,
  strictZ: number,
): FoundMark[] {
  const wholes = LABELS.map((label) => ({ label, contrast: contrastOf(label, rows.cases) }));
  const marks = CORNERS.flatMap((corner, place) => {
    const patterns = corners.map((all) =>
      toPattern(all.subarray(place * CORNER_CELLS, (place + 1) * CORNER_CELLS)),
    );
    return wholes.flatMap(({ label, contrast }) => {
      const find = (within: Contrast): Found | null => findMark(patterns, within, rows, strictZ);
      const whole = find(contrast);
      const seen = new Set(whole?.carriers);
      const bySource = [...sourcesOf(contrast.own, rows.sourceOf)].flatMap(([within, own]) => {
        if (own.length < AUDIT_THRESHOLDS.minPerSource || own.length === contrast.own.length) return [];
        const found = find({ own, other: contrast.other });
        const news = found?.carriers.filter((row) => !seen.has(row)).length ?? 0;
        return found === null || news < found.carriers.length / 2 ? [] : [{ ...found, within }];
      });
      return [...(whole === null ? [] : [whole]), ...bySource].map(({ auc, ...found }) => ({
        corner,
        label,
        ...found,
        auc: label === 'fake' ? auc : turnAuc(auc),
      }));
    });
  });
  return marks.sort((a, b) => b.carriers.length - a.carriers.length);
}

type Found = Omit<FoundMark, 'corner' | 'label'>;

function findMark(
  patterns: readonly Pattern[],
  { own, other }: Contrast,
  { cases, foldOf, folds }: CornerRows,
  strictZ: number,
): Found | null {
  const scores = scoreCorner(patterns, { own, other }, foldOf, folds);
  const places = [...scores.keys()].filter((k) => scores[k]! >= CARRIES);
  const carriers = places.filter((k) => k < own.length);
  const otherCarriers = places.filter((k) => k >= own.length);
  if (carriers.length < MIN_CARRIERS) return null;
  const [p, q] = [carriers.length / own.length, otherCarriers.length / other.length];
  const error = Math.sqrt((p * (1 - p)) / own.length + (q * (1 - q)) / other.length);
  if (p - q - strictZ * error <= MIN_EXCESS) return null;
  const rows = [...own, ...other];
  carriers.sort((a, b) => scores[b]! - scores[a]!);
  return {
    carriers: carriers.map((k) => rows[k]!),
    otherCarriers: otherCarriers.map((k) => rows[k]!),
    auc: clusteredAuc(scores, {
      isFake: Uint8Array.from(rows, (row) => cases.isFake[row]!),
      group: Uint32Array.from(rows, (row) => cases.group[row]!),
    }),
  };
}

function contrastOf(label: Label, { isFake }: Cases): Contrast {
  const rowsOf = (wanted: number): number[] => [...isFake.keys()].filter((row) => isFake[row] === wanted);
  return label === 'fake' ? { own: rowsOf(1), other: rowsOf(0) } : { own: rowsOf(0), other: rowsOf(1) };
}

function sourcesOf(
  rows: readonly number[],
  sourceOf: readonly (string | undefined)[],
): Map<string, number[]> {
  const sources = new Map<string, number[]>();
  for (const row of rows) {
    const source = sourceOf[row];
    if (source === undefined) continue;
    const members = sources.get(source);
    if (members === undefined) sources.set(source, [row]);
    else members.push(row);
  }
  return sources;
}
