import { describeDeath } from '../train/dead-network.js';
import { relative } from 'node:path';
import { countLabels } from '../dataset/check.js';
import { accuracy, confusionMatrix, decide, wilsonInterval } from '../evaluate/index.js';
import {
  createProgress,
  createTrainingProgress,
  formatFloor,
  formatPercent,
  formatSummary,
  type Progress,
  type ProgressStream,
  type TrainingProgress,
  visibleText,
} from '../report/index.js';
import { createAuditReporter } from './audit-progress.js';
import { describeEqualisation } from '../train/equalisation.js';
import { RUN_FILES } from '../train/run-folder.js';
import type { TrainedRun, TrainHooks } from '../train/train.js';

/** Shows a run as it goes: what was found, the model, a bar an epoch. Null: shows nothing. */
export function createTrainReporter(stream: ProgressStream | null): { hooks: TrainHooks; stop(): void } {
  if (!stream) return { hooks: {}, stop: () => undefined };
  let features: Progress | null = null;
  let epochs: TrainingProgress | null = null;
  const audit = createAuditReporter(stream);
  const hooks: TrainHooks = {
    onStage: (stage, folder) => {
      if (stage === 'data') stream.write(`Run folder: ${visibleText(folder)}\n`);
      if (stage === 'report')
        stream.write('Judging the held-out pictures with best.onnx and writing the report\n');
    },
    onAudit: (progress) => audit.onAudit(progress),
    onFeatures: (done, total) => {
      features ??= createProgress({ stream, total, label: 'Pictures' });
      features.update(done);
      if (done === total) features.finish();
    },
    onData: ({ dataset, split, training, validation, equalisation }) => {
      const count = (samples: typeof training): string => {
        const { fake, real } = countLabels(samples);
        return `${samples.length} (${real} real, ${fake} fake)`;
      };
      stream.write(`Training on ${count(training)}, validating on ${count(validation)}: ${split.method}\n`);
      if (equalisation) stream.write(`${describeEqualisation(equalisation)}\n`);
      for (const warning of split.warnings ?? []) stream.write(`Note: ${visibleText(warning)}\n`);
      for (const { id, code, message } of dataset.skipped.slice(0, 10)) {
        stream.write(`Left out ${visibleText(id)}: ${code} ${visibleText(message)}\n`);
      }
      if (dataset.skipped.length > 10)
        stream.write(`Left out ${dataset.skipped.length - 10} more: see result.json\n`);
    },
    onModel: (summary) => stream.write(`\n${formatSummary(summary)}\n`),
    onEpochStart: (epoch) => epochs?.epochStart(epoch),
    onBatch: (progress) => epochs?.batch(progress),
    onEpochEnd: (record) => epochs?.epochEnd(record),
    onEpochs: (total) => {
      epochs = createTrainingProgress({ stream, epochs: total });
    },
  };
  return {
    hooks,
    stop: () => {
      audit.stop();
      features?.stop();
      epochs?.stop();
    },
  };
}

/** What a finished run came to, for a terminal: figures first, with what they were measured on. */
export function formatTrained({ folder, result }: TrainedRun): string {
  const { history, best, predictions } = result;
  const last = history.at(-1);
  const place = relative('', folder) || folder;
  const lines = [''];
  if (last) {
    lines.push(
      `Last epoch (${last.epoch + 1}): validation accuracy ${formatPercent(last.validationAccuracy)}`,
    );
  }
  if (best && predictions.length > 0) {
    const matrix = confusionMatrix(
      predictions.map(({ label }) => label),
      decide(predictions.map(({ probability }) => probability)),
    );
    const { low, high } = wilsonInterval(matrix.truePositive + matrix.trueNegative, predictions.length);
    lines.push(
      `best.onnx (epoch ${best.epoch + 1}, by ${result.config.callbacks.best}): accuracy ${formatPercent(accuracy(matrix))} ` +
        `[${formatPercent(low)}, ${formatPercent(high)}] on ${predictions.length} held-out pictures; ` +
        `${matrix.trueNegative} of ${matrix.trueNegative + matrix.falsePositive} real and ` +
        `${matrix.truePositive} of ${matrix.truePositive + matrix.falseNegative} fake right.`,
      'The epoch was chosen on these same pictures, so expect a little less on others.',
    );
  }
  const death = describeDeath(predictions.map(({ logit }) => logit));
  if (death !== null) lines.push(death);
  if (result.waited !== null) {
    const more = result.waited > 0.1 ? `: --workers ${result.config.workers + 1} may help` : '';
    lines.push(`The engine waited for pictures ${formatPercent(result.waited)} of the time${more}.`);
  }
  if (result.audit?.headerFloor) lines.push(formatFloor(result.audit.headerFloor));
  lines.push(`Report: ${place}/${RUN_FILES.report}`, `Detector: ${place}/${RUN_FILES.best}`, '');
  return lines.join('\n');
}
