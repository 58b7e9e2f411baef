import type { Label } from '../../../labels.js';
import { LABELS } from '../../../labels.js';
import type { Sample } from '../../sample.js';
import { clusteredAuc, turnAuc } from '../statistics/auc.js';
import { type Cases, countCases, pickCases } from '../statistics/cases.js';
import { scoreCategories } from '../statistics/category-score.js';
import { AUDIT_THRESHOLDS } from '../thresholds.js';
import type { FactReport, FactSummary, Separation } from '../types.js';
import { FACTS, type FactName, type FactValue } from './names.js';

/** How rows are dealt to folds for cross-fitting. */
export interface Folds {
  count: number;
  of: ArrayLike<number>;
}

/** A fact's report, with the strict lower bound of its AUC for the findings. */
export interface FactResult {
  report: FactReport;
  strictLow: number | null;
}

/** Measures one fact over the data set: summaries and how well it separates, overall and by source. */
export function reportFact(
  name: FactName,
  values: readonly FactValue[],
  samples: readonly Sample[],
  cases: Cases,
  folds: Folds,
): FactResult {
  const { kind } = FACTS[name];
  const everyRow = [...values.keys()];
  const separated = separate(kind, values, cases, everyRow, folds);
  const bySource = new Map<string, { label: Label; source: string; rows: number[] }>();
  samples.forEach(({ label, source }, row) => {
    if (source === undefined) return;
    const key = `${label}/${source}`;
    const entry = bySource.get(key);
    if (entry === undefined) bySource.set(key, { label, source, rows: [row] });
    else entry.rows.push(row);
  });
  const rowsOf = (label: Label): number[] => everyRow.filter((row) => samples[row]!.label === label);
  const rows = { fake: rowsOf('fake'), real: rowsOf('real') };
  // A class of one source needs no second table.
  const isOnlySource = (label: Label): boolean =>
    [...bySource.values()].filter((entry) => entry.label === label).length < 2;
  const sources = [...bySource.values()]
    .filter(({ label }) => !isOnlySource(label))
    .sort((a, b) => LABELS.indexOf(a.label) - LABELS.indexOf(b.label) || (a.source < b.source ? -1 : 1))
    .map(({ label, source, rows: own }) => {
      const other = label === 'fake' ? rows.real : rows.fake;
      const isLarge = own.length >= AUDIT_THRESHOLDS.minPerSource;
      return {
        label,
        source,
        summary: summarise(kind, values, own),
        separation: isLarge
          ? (separate(kind, values, cases, [...own, ...other], folds)?.separation ?? null)
          : null,
      };
    });
  return {
    report: {
      name,
      kind,
      separation: separated?.separation ?? null,
      byLabel: { fake: summarise(kind, values, rows.fake), real: summarise(kind, values, rows.real) },
      bySource: sources,
    },
    strictLow: separated?.strictLow ?? null,
  };
}

function separate(
  kind: 'number' | 'category',
  values: readonly FactValue[],
  cases: Cases,
  rows: readonly number[],
  folds: Folds,
): { separation: Separation; strictLow: number | null } | null {
  const present = rows.filter((row) => values[row] !== null);
  const own = pickCases(cases, present);
  const { fake, real } = countCases(own);
  if (Math.min(fake, real) < AUDIT_THRESHOLDS.minPerClass) return null;
  const found = present.map((row) => values[row]!);
  if (kind === 'number') {
    const numbers = Float64Array.from(found, Number);
    const auc = clusteredAuc(numbers, own);
    const strict = clusteredAuc(numbers, own, AUDIT_THRESHOLDS.strictZ);
    const isTurned = auc.value! < 0.5;
    return {
      separation: { auc: isTurned ? turnAuc(auc) : auc, higherIs: isTurned ? 'real' : 'fake' },
      strictLow: (isTurned ? turnAuc(strict) : strict).low,
    };
  }
  if (folds.count < 2) return null;
  const foldOf = present.map((row) => folds.of[row]!);
  const scores = scoreCategories(found, own, foldOf, folds.count);
  return {
    separation: { auc: clusteredAuc(scores, own) },
    strictLow: clusteredAuc(scores, own, AUDIT_THRESHOLDS.strictZ).low,
  };
}

const MAX_VALUES = 12;

/** Quantiles (of numbers) and frequent values of a fact over some rows. */
export function summarise(
  kind: 'number' | 'category',
  values: readonly FactValue[],
  rows: readonly number[],
): FactSummary {
  const present = rows.map((row) => values[row]!).filter((value) => value !== null);
  const summary: FactSummary = { count: rows.length, missing: rows.length - present.length };
  if (kind === 'number' && present.length > 0) {
    const sorted = Float64Array.from(present, Number).sort();
    // The nearest rank: always a value that occurs.
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
    summary.quantiles = { min: at(0), p5: at(0.05), median: at(0.5), p95: at(0.95), max: at(1) };
  }
  const counts = new Map<FactValue, number>();
  for (const value of present) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (kind === 'category' || counts.size <= MAX_VALUES) {
    summary.values = [...counts]
      .sort((a, b) => b[1] - a[1] || (String(a[0]) < String(b[0]) ? -1 : 1))
      .slice(0, MAX_VALUES)
      .map(([value, count]) => ({ value, count }));
  }
  return summary;
}
