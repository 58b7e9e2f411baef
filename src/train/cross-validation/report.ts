import type { HeadlineFigure } from '../../report/types.js';
import type { CrossValidationReport } from '../../report/types.js';
import { METRIC_WORDS } from '../../report/metric-names.js';
import { VERSION } from '../../version.js';
import { runNotices } from '../run-notices.js';
import { describeNetwork } from '../run-report.js';
import type { CrossValidationResult } from './result.js';

/** The metrics whose means open the report and stand in its table of runs. */
const SHOWN = ['accuracy', 'balancedAccuracy', 'rocAuc'] as const;

/** What `report.html` shows of a cross-validation. */
export function toCrossValidationReport(result: CrossValidationResult): CrossValidationReport {
  const { config, runs, counts, means, plan } = result;
  return {
    name: result.name,
    lead: `${describeNetwork(config)}, on ${config.size} × ${config.size} views: ${runs.length} runs of ${config.epochs} epochs.`,
    headline: SHOWN.flatMap((metric): HeadlineFigure[] => {
      const mean = means[metric]?.mean;
      const { name, percent } = METRIC_WORDS[metric];
      return mean ? [{ name: `${name}, mean`, estimate: mean, percent }] : [];
    }),
    measuredOn: describeMeasurement(result),
    notices: runNotices(result, 'The folds', result.plan.warnings),
    ...(result.audit?.headerFloor ? { headerFloor: result.audit.headerFloor } : {}),
    runs: runs.map(({ name, counts: { judged }, epoch, metrics }) => ({
      name,
      judged,
      epoch,
      metrics: SHOWN.map((metric) => metrics[metric]),
    })),
    metrics: SHOWN.map((metric) => ({ metric, summary: means[metric] })),
    evaluation: result.summary,
    model: result.model,
    data: {
      name: result.data,
      fingerprint: result.dataFingerprint,
      counts: { all: counts },
      skipped: result.skipped,
      split: { method: plan.method, seed: config.seed },
    },
    config: { crossValidation: result.crossValidation, ...config },
    madeBy: `Assay ${VERSION}`,
  };
}

/** What the figures rest on, in words. */
export function describeMeasurement({ counts, runs, plan, crossValidation }: CrossValidationResult): string {
  const weights =
    crossValidation.epoch === 'last'
      ? "the last epoch's weights"
      : 'the weights that were best on an inner validation part';
  return (
    `${counts.real + counts.fake} pictures (${counts.real} real, ${counts.fake} fake), each judged by runs that were not trained on it or its group: ` +
    `${plan.method}, ${runs.length} runs, ${weights}. Intervals: 95 %, allowing for the training pictures that runs share (Nadeau and Bengio 2003).`
  );
}
