import type { Sample, SkippedFile } from '../../dataset/sample.js';
import { countLabels } from '../../dataset/check.js';
import {
  type EvaluationSummary,
  type FoldSummary,
  METRIC_NAMES,
  type MetricName,
  plainMetrics,
  type ScoredSample,
  sigmoid,
  summarise,
  summariseFolds,
} from '../../evaluate/index.js';
import type { Label } from '../../labels.js';
import { createRandom } from '../../random.js';
import type { ModelSummary } from '../../report/types.js';
import type { TrainConfig } from '../config.js';
import type { RunAudit } from '../audit-digest.js';
import type { Equalisation } from '../equalisation.js';
import type { FoldRecord } from './fold-file.js';
import type { ResolvedCrossValidation } from './options.js';
import type { CrossValidationPlan } from './plan.js';

/** One run with its figures on the pictures it judged; a metric that is not defined there is null. */
export interface FoldResult extends Omit<FoldRecord, 'scores' | 'history'> {
  metrics: Record<MetricName, number | null>;
}

/** A training configuration cross-validated. Plain JSON: it is `result.json` of its folder. */
export interface CrossValidationResult {
  /** Version of this layout. */
  version: 1;
  kind: 'cross-validation';
  /** Of the folder. */
  name: string;
  /** Name of the data set. */
  data: string;
  config: TrainConfig;
  crossValidation: ResolvedCrossValidation;
  /** SHA-256 over ids, labels and file digests of all samples. */
  dataFingerprint: string;
  counts: Record<Label, number>;
  skipped: SkippedFile[];
  /** The splits: equal digests mean the same pictures judged in the same runs. */
  plan: { digest: string; testFraction: number; method: string; warnings: string[] };
  /** What the audit found before training; null: none was made. */
  audit: RunAudit | null;
  /** How training pictures were given new histories; null: they were taken as given. */
  equalisation: Equalisation | null;
  model: ModelSummary;
  runs: FoldResult[];
  /**
   * Mean of each metric over the runs with Nadeau and Bengio's corrected interval; null where a run does not
   * define it (one class only, too few reals).
   */
  means: Record<MetricName, FoldSummary | null>;
  /** All out-of-fold scores pooled, a sample's repeats counting as one group. */
  summary: EvaluationSummary;
}

/** One line of `scores.csv`. */
export interface OutOfFoldScore extends ScoredSample {
  repeat: number;
  fold: number;
}

/** All scores of the runs beside what is known of their samples. */
export function outOfFoldScores(
  records: readonly FoldRecord[],
  samples: readonly Sample[],
): OutOfFoldScore[] {
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  return records.flatMap(({ repeat, fold, scores }) =>
    scores.map(({ id, logit }): OutOfFoldScore => {
      const { label, source, group, attributes } = byId.get(id)!;
      return {
        ...{ id, label, logit, probability: sigmoid(logit), repeat, fold },
        ...(source === undefined ? {} : { source }),
        ...(group === undefined ? {} : { group }),
        ...(attributes === undefined ? {} : { attributes }),
      };
    }),
  );
}

/** Everything a cross-validation came to. Pure: the same runs give the same result. */
export function summariseCrossValidation(given: {
  name: string;
  data: string;
  config: TrainConfig;
  crossValidation: ResolvedCrossValidation;
  plan: CrossValidationPlan;
  samples: readonly Sample[];
  skipped: SkippedFile[];
  dataFingerprint: string;
  audit: RunAudit | null;
  equalisation: Equalisation | null;
  model: ModelSummary;
  records: readonly FoldRecord[];
}): CrossValidationResult {
  const { plan, samples, records, config, name, data, crossValidation, skipped, dataFingerprint, model } =
    given;
  const scores = outOfFoldScores(records, samples);
  const runs = records.map(({ repeat, fold, name: run, method, counts, epoch }): FoldResult => {
    const own = scores.filter((score) => score.repeat === repeat && score.fold === fold);
    const metrics = plainMetrics(own);
    return {
      ...{ repeat, fold, name: run, method, counts, epoch },
      metrics: fromMetrics((metric) => (Number.isNaN(metrics[metric]) ? null : metrics[metric])),
    };
  });
  const pooled = scores.map((score) => ({ ...score, group: score.group ?? score.id }));
  return {
    version: 1,
    kind: 'cross-validation',
    name,
    data,
    config,
    crossValidation,
    dataFingerprint,
    counts: countLabels(samples),
    skipped,
    plan: {
      digest: plan.digest,
      testFraction: plan.testFraction,
      method: plan.method,
      warnings: plan.warnings,
    },
    audit: given.audit,
    equalisation: given.equalisation,
    model,
    runs,
    means: fromMetrics((metric) => {
      const values = runs.map((run) => run.metrics[metric]).filter((value) => value !== null);
      if (values.length < runs.length) return null;
      return summariseFolds(values, { testFraction: plan.testFraction });
    }),
    summary: summarise(pooled, { random: createRandom(config.seed).fork('bootstrap') }),
  };
}

function fromMetrics<T>(valueOf: (metric: MetricName) => T): Record<MetricName, T> {
  return Object.fromEntries(METRIC_NAMES.map((metric) => [metric, valueOf(metric)])) as Record<MetricName, T>;
}
