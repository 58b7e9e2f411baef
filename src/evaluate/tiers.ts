import { verdictOf } from './calibration/verdict.js';
import { byId } from './comparison/align.js';
import { pairedDifferences } from './comparison/paired.js';
import { COMPARED_METRICS, type ComparedMetric } from './comparison/types.js';
import { worstMistakes } from './mistakes.js';
import type { Estimate, ScoredSample } from './scored.js';
import type { BootstrapOptions } from './statistics/bootstrap.js';
import { groupShare } from './statistics/share.js';
import { summariseCell, type CellOptions } from './summarise-cell.js';
import type {
  EvaluationWarning,
  Flips,
  Thresholds,
  Tier,
  TierReport,
  TierSummary,
  VerdictName,
} from './types.js';

export interface TierOptions extends CellOptions {
  /** How many mistakes to list for each class. Default 16. */
  mistakes?: number;
}

/**
 * What degradation does: all metrics per tier, the paired change from the pictures as given (the first tier), and
 * the share of verdicts that flip. Verdicts go by `thresholds`, or by the one `threshold` where there are none.
 * A picture missing in a tier is left out of its comparison and counted in a warning.
 * @throws AssayError E_COMPARE_MISMATCH (an id twice in a tier) E_SCORES
 */
export function summariseTiers(
  tiers: readonly Tier[],
  { mistakes = 16, ...options }: TierOptions,
): TierReport {
  const { random, threshold = 0.5, level = 0.95, resamples = 2000 } = options;
  const thresholds = options.thresholds ?? { fakeAtLeast: threshold, realAtMost: threshold };
  const asGiven = tiers[0] ?? { name: '', scored: [] };
  const reference = byId(asGiven.name, asGiven.scored);
  const warnings: EvaluationWarning[] = [];
  const summaries = tiers.map((tier, k): TierSummary => {
    const summary = summariseCell(tier.scored, { ...options, random: random.fork(`tier ${k}`) });
    const head = { name: tier.name, ...(tier.sweep === undefined ? {} : { sweep: tier.sweep }), summary };
    if (k === 0) return { ...head, flips: null, change: null };
    const degraded = byId(tier.name, tier.scored);
    const shared = asGiven.scored.filter(({ id }) => degraded.has(id));
    const missing = reference.size - shared.length;
    const extra = degraded.size - shared.length;
    if (missing + extra > 0) {
      const message = `${tier.name}: ${missing} pictures of ${asGiven.name} are missing and ${extra} are not in ${asGiven.name}; flips and change are over the ${shared.length} in both.`;
      warnings.push({ code: 'MISSING_SAMPLES', message });
    }
    const bootstrap = { random: random.fork(`change ${k}`), level, resamples };
    const copies = shared.map(({ id }) => degraded.get(id)!);
    return {
      ...head,
      flips: flipsBetween(shared, copies, thresholds, bootstrap),
      change: changeBetween(shared, copies, threshold, bootstrap),
    };
  });
  return {
    tiers: summaries,
    worstMistakes: worstMistakes(asGiven.scored, { count: mistakes, threshold }),
    intervals: { method: 'stratified group bootstrap, bias-corrected percentile', level, resamples },
    warnings,
  };
}

function flipsBetween(
  given: readonly ScoredSample[],
  copies: readonly ScoredSample[],
  thresholds: Thresholds,
  options: BootstrapOptions,
): Flips {
  const row = (): Record<VerdictName, number> => ({ fake: 0, real: 0, inconclusive: 0 });
  const fromTo = { fake: row(), real: row(), inconclusive: row() };
  const flipped = new Map<string, boolean>();
  given.forEach(({ id, probability }, i) => {
    const [before, after] = [
      verdictOf(probability, thresholds),
      verdictOf(copies[i]!.probability, thresholds),
    ];
    fromTo[before][after]++;
    flipped.set(id, before !== after);
  });
  const share = (samples: readonly ScoredSample[]): Estimate =>
    groupShare(samples, ({ id }) => flipped.get(id)!, options);
  return {
    compared: given.length,
    share: share(given),
    byLabel: {
      fake: share(given.filter(({ label }) => label === 'fake')),
      real: share(given.filter(({ label }) => label === 'real')),
    },
    fromTo,
  };
}

function changeBetween(
  given: readonly ScoredSample[],
  copies: readonly ScoredSample[],
  threshold: number,
  options: BootstrapOptions,
): Record<ComparedMetric, Estimate> {
  const [change] = pairedDifferences([given, copies], [[1, 0]], threshold, options);
  const entries = COMPARED_METRICS.map((name) => [name, change![name].difference]);
  return Object.fromEntries(entries) as Record<ComparedMetric, Estimate>;
}
