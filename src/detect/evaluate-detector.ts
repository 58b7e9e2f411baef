import type { AuditReport, Dataset } from '../dataset/index.js';
import {
  summarise,
  summariseTiers,
  worstMistakes,
  type CellSummary,
  type EvaluationSummary,
  type Thresholds,
} from '../evaluate/index.js';
import type { TierName } from '../image/index.js';
import { digestForScores } from './audit-judged.js';
import type { Detector } from './detector.js';
import { describeScoredData, type DataOptions } from './evaluated-data.js';
import type { Evaluation, TierTable } from './evaluation-result.js';
import { floorWarning } from './floor-warning.js';
import { scoreTiers, type ScoreOptions } from './score-tiers.js';
import { AS_GIVEN, namedTier, sweepTiers } from './scoring-tiers.js';

/** How a detector is judged. */
export interface EvaluateOptions extends ScoreOptions, DataOptions {
  /** The seed that `random` was made of, for the record. */
  seed?: number;
  /** Tiers of degradation to judge as well. Default none. */
  tiers?: readonly Exclude<TierName, 'asGiven'>[];
  /** Judge every step of every sweep as well (32 more states of each picture). Default false. */
  sweeps?: boolean;
  /** The cut on the probability of fake for accuracy, precision, recall, … Default ½. */
  threshold?: number;
  /** Thresholds of the verdicts. Default: the detector's own. */
  thresholds?: Thresholds;
  /** Attributes to break the result down by. Default: all of few enough values. */
  attributes?: readonly string[];
  /** Bootstrap resamples. Default 2000; a quarter of them for sweeps. */
  resamples?: number;
  /** Coverage of the intervals. Default .95. */
  level?: number;
  /** Mistakes listed of each class. Default 16. */
  mistakes?: number;
  /** The audit of these pictures (`auditJudged`), whose header-only floor stands beside the result. */
  audit?: AuditReport;
}

/**
 * Judges a detector on a labelled data set: all metrics with intervals, overall, by source and by attribute,
 * under degradation where asked for, with its worst mistakes. Intervals resample whole groups (`Sample.group`).
 * The same detector, pictures and seed give the same result, whatever the concurrency.
 * Throws E_DATASET_EMPTY where not one picture could be judged, E_SCORES, and the reason of `signal`.
 */
export async function evaluateDetector(
  detector: Detector,
  data: Dataset,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { random, resamples = 2000, level = 0.95, threshold = 0.5, mistakes = 16 } = options;
  const info = { ...detector.info, tables: {} };
  const named = (options.tiers ?? []).map(namedTier);
  const steps = options.sweeps === true ? sweepTiers() : [];
  const scored = await scoreTiers(detector, data.samples, [AS_GIVEN, ...named, ...steps], options);
  const { scores, warnings, ...described } = describeScoredData(info, data, scored, options);
  const { tiers } = scored;

  const measure = {
    random: random.fork('intervals'),
    threshold,
    thresholds: options.thresholds ?? info.thresholds,
    level,
  };
  const summary = summarise(scores, {
    ...measure,
    resamples,
    ...(options.attributes === undefined ? {} : { attributes: options.attributes }),
  });
  const table = (states: typeof tiers, count: number): TierTable | null => {
    if (states.length === 0) return null;
    const report = summariseTiers([tiers[0]!, ...states], { ...measure, resamples: count, mistakes: 0 });
    // The pictures as given show the very intervals of the summary, not those of another draw.
    const first = { ...report.tiers[0]!, summary: cellOf(summary) };
    const { intervals, warnings } = report;
    return { tiers: report.tiers.with(0, first), intervals, warnings };
  };
  const digest = options.audit ? digestForScores(options.audit) : null;
  return {
    scores,
    states: tiers,
    result: {
      version: 1,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      detector: { ...info, sha256: detector.sha256 },
      data: described.data,
      summary,
      worstMistakes: worstMistakes(scores, { count: mistakes, threshold }),
      tiers: table(tiers.slice(1, 1 + named.length), resamples),
      sweeps: table(tiers.slice(1 + named.length), Math.ceil(resamples / 4)),
      audit: digest,
      warnings: [...warnings, ...floorWarning(summary.metrics, digest, described.data)],
    },
  };
}

function cellOf({ counts, confusion, metrics, verdicts, against, warnings }: EvaluationSummary): CellSummary {
  return {
    ...{ counts, confusion, metrics, warnings },
    ...(verdicts && { verdicts }),
    ...(against && { against }),
  };
}
