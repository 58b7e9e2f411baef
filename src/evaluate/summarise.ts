import { evaluationCurves } from './curves.js';
import type { ScoredSample } from './scored.js';
import { summariseCell, type CellOptions } from './summarise-cell.js';
import type { CellSummary, EvaluationSummary, EvaluationWarning } from './types.js';

export interface SummariseOptions extends CellOptions {
  /** Attributes to break the result down by. Default: all that the samples have. */
  attributes?: readonly string[];
  /**
   * An attribute with more values than this is left out, and of more sources than this the largest are kept;
   * both with a warning. Default 50.
   */
  maxValues?: number;
}

/**
 * What `assay evaluate` reports: all metrics with intervals, overall, by source and by attribute, and the curves.
 * Seeded by `random`; the same samples and seed give the same result.
 * @throws AssayError E_SCORES
 */
export function summarise(
  scored: readonly ScoredSample[],
  { attributes, maxValues = 50, ...options }: SummariseOptions,
): EvaluationSummary {
  const { random, threshold = 0.5, thresholds, level = 0.95, resamples = 2000 } = options;
  const warnings: EvaluationWarning[] = [];
  const cells = (
    name: string,
    valueOf: (sample: ScoredSample) => string | undefined,
  ): Record<string, CellSummary> => {
    const parts = partition(scored, valueOf);
    if (parts.size === 0) return {};
    const unnamed = scored.length - [...parts.values()].reduce((sum, part) => sum + part.length, 0);
    if (unnamed > 0) {
      const message = `${unnamed} of ${scored.length} samples have no ${name} and are in no row of that table.`;
      warnings.push({ code: 'MISSING_SAMPLES', message });
    }
    const entries = [...parts].sort(([, a], [, b]) => b.length - a.length).slice(0, maxValues);
    if (parts.size > maxValues) {
      const message = `There are ${parts.size} values of ${name}; the ${maxValues} with most samples are shown.`;
      warnings.push({ code: 'TOO_MANY_VALUES', message });
    }
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      entries.map(([value, part]) => [
        value,
        summariseCell(part, { ...options, random: random.fork(`${name}/${value}`) }, scored),
      ]),
    );
  };
  const bySource = cells('source', (sample) => sample.source);
  const names =
    attributes ?? [...new Set(scored.flatMap((sample) => Object.keys(sample.attributes ?? {})))].sort();
  const shown = names.filter((name) => {
    const values = new Set(scored.map((sample) => sample.attributes?.[name])).size;
    if (attributes !== undefined || values <= maxValues) return true;
    const message = `Attribute ${name} has ${values} values and is left out; name it to have the ${maxValues} largest.`;
    warnings.push({ code: 'TOO_MANY_VALUES', message });
    return false;
  });
  const byAttribute = Object.fromEntries(
    shown.map((name) => [name, cells(name, (sample) => sample.attributes?.[name])]),
  );
  const overall = summariseCell(scored, { ...options, random: random.fork('overall') });
  return {
    ...overall,
    threshold,
    ...(thresholds === undefined ? {} : { thresholds }),
    bySource,
    byAttribute,
    curves: evaluationCurves(scored),
    intervals: { method: 'stratified group bootstrap, bias-corrected percentile', level, resamples },
    warnings: [...overall.warnings, ...warnings],
  };
}

function partition(
  scored: readonly ScoredSample[],
  valueOf: (sample: ScoredSample) => string | undefined,
): Map<string, ScoredSample[]> {
  const parts = new Map<string, ScoredSample[]>();
  for (const sample of scored) {
    const value = valueOf(sample);
    if (value === undefined || value === '') continue;
    const part = parts.get(value);
    if (part === undefined) parts.set(value, [sample]);
    else part.push(sample);
  }
  return parts;
}
