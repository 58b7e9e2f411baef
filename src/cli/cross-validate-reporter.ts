import { relative } from 'node:path';
import type { Estimate, FoldSummary, MetricName } from '../evaluate/index.js';
import {
  createProgress,
  formatEstimate,
  formatFloor,
  formatPercent,
  METRIC_WORDS,
  type Progress,
  type ProgressStream,
  visibleText,
} from '../report/index.js';
import type { CrossValidatedRun, CrossValidationHooks } from '../train/cross-validate.js';
import { describeEqualisation } from '../train/equalisation.js';
import { describeMeasurement } from '../train/cross-validation/report.js';
import { describeDeath } from '../train/dead-network.js';
import { createAuditReporter } from './audit-progress.js';
import { CROSS_VALIDATION_FILES } from '../train/cross-validation/folder.js';

/** Shows a cross-validation as it goes: what was found, then a line a fold. Null: shows nothing. */
export function createFoldReporter(stream: ProgressStream | null): {
  hooks: CrossValidationHooks;
  stop(): void;
} {
  if (!stream) return { hooks: {}, stop: () => undefined };
  let features: Progress | null = null;
  const audit = createAuditReporter(stream);
  const hooks: CrossValidationHooks = {
    onStage: (stage, folder) => {
      if (stage === 'data') stream.write(`Folder: ${visibleText(folder)}\n`);
    },
    onAudit: (progress) => audit.onAudit(progress),
    onFeatures: (done, total) => {
      features ??= createProgress({ stream, total, label: 'Pictures' });
      features.update(done);
      if (done === total) features.finish();
    },
    onPlan: ({ dataset, equalisation }, { folds, method, warnings }) => {
      stream.write(`${dataset.samples.length} pictures, ${folds.length} runs: ${visibleText(method)}\n`);
      if (equalisation) stream.write(`${describeEqualisation(equalisation)}\n`);
      for (const warning of warnings.slice(0, 10)) stream.write(`Note: ${visibleText(warning)}\n`);
      if (warnings.length > 10) stream.write(`Note: ${warnings.length - 10} more: see result.json\n`);
      for (const { id, code, message } of dataset.skipped.slice(0, 10)) {
        stream.write(`Left out ${visibleText(id)}: ${code} ${visibleText(message)}\n`);
      }
    },
    onFoldEnd: ({ name, history, epoch, scores }, done, total) => {
      const last = history[epoch];
      const trained = last ? `, accuracy in training ${formatPercent(last.accuracy)}` : '';
      stream.write(`${done}/${total} ${visibleText(name)}: judged by epoch ${epoch + 1}${trained}\n`);
      const death = describeDeath(scores.map(({ logit }) => logit));
      if (death !== null) stream.write(`Note: ${death}\n`);
    },
  };
  return {
    hooks,
    stop: () => {
      audit.stop();
      features?.stop();
    },
  };
}

function figure({ value, low, high }: Estimate, percent = true): string {
  return formatEstimate(value, low, high, { percent });
}

/** What a cross-validation came to, for a terminal. */
export function formatCrossValidated({ folder, result }: CrossValidatedRun): string {
  const place = relative('', folder) || folder;
  const line = (metric: MetricName): string => {
    const { name, percent } = METRIC_WORDS[metric];
    const summary: FoldSummary | null = result.means[metric];
    if (!summary) return `${name}: not defined in every run`;
    return `${name}: ${figure(summary.mean, percent)}`;
  };
  const floor = result.audit?.headerFloor;
  return [
    '',
    'Mean over the runs, with 95% intervals:',
    `  ${line('accuracy')}`,
    ...(floor ? [`  ${formatFloor(floor)}`] : []),
    ...(['balancedAccuracy', 'rocAuc'] as const).map((metric) => `  ${line(metric)}`),
    ...weakest(result),
    `Measured on ${describeMeasurement(result)}`,
    `Report: ${place}/${CROSS_VALIDATION_FILES.report}`,
    '',
  ].join('\n');
}

/** Runs named where sources are left out. */
const NAMED = 3;

/** Where each run leaves out another source: those on which the detectors tell least, which is what a mean hides. */
function weakest({ runs, crossValidation }: CrossValidatedRun['result']): string[] {
  if (crossValidation.leaveOut === null || runs.length <= NAMED) return [];
  const ranked = runs
    .flatMap(({ name, metrics: { rocAuc } }) => (rocAuc === null ? [] : [{ name, rocAuc }]))
    .sort((a, b) => a.rocAuc - b.rocAuc);
  const words = ranked.slice(0, NAMED).map(({ name, rocAuc }) => `${name} ${rocAuc.toFixed(3)}`);
  return words.length === 0 ? [] : [`  Weakest by ROC AUC: ${visibleText(words.join(', '))}`];
}
