import type { EvaluationSummary } from '../evaluate/types.js';
import type { HeadlineFigure, Notice, Picture, RunReport } from '../report/types.js';
import { formatBytes, formatDuration, formatPercent } from '../report/format.js';
import { VERSION } from '../version.js';
import type { TrainConfig } from './config.js';
import type { TrainResult } from './result.js';
import { describeDeath } from './dead-network.js';
import { runNotices } from './run-notices.js';

/** The pictures of a run's report. */
export interface RunPictures {
  galleries: Picture[];
  predictions: Picture | null;
}

/** What `report.html` shows of a run that has a detector: figures first, with what they were measured on. */
export function toRunReport(
  result: TrainResult,
  evaluation: EvaluationSummary,
  { galleries, predictions }: RunPictures,
): RunReport {
  const { config, best, counts } = result;
  const held = counts.validation.fake + counts.validation.real;
  return {
    name: result.name,
    lead: `${describeNetwork(config)}, on ${config.size} × ${config.size} ${config.view === 'crop' ? 'native crops' : 'views'}: ${result.history.length} epochs on ${counts.train.fake + counts.train.real} pictures.`,
    headline: headline(evaluation),
    measuredOn: `${held} held-out pictures (${counts.validation.real} real, ${counts.validation.fake} fake) that no weight was trained on; the epoch was chosen on them, so expect a little less on others. Intervals: 95 %.`,
    notices: [...deathNotice(result), ...runNotices(result, 'The split', result.split.warnings)],
    ...(result.audit?.headerFloor ? { headerFloor: result.audit.headerFloor } : {}),
    history: result.history,
    ...(best ? { bestEpoch: best.epoch } : {}),
    confusion: evaluation.confusion,
    evaluation,
    facts: [
      ['Epochs together', formatDuration(result.history.reduce((sum, { seconds }) => sum + seconds, 0))],
      [
        'Engine waited for pictures',
        result.waited === null
          ? 'never: features were computed before'
          : `${formatPercent(result.waited)} of that`,
      ],
      ['Memory at most', formatBytes(result.peakMemory)],
      ['Threads', String(config.threads)],
      ['Seed', String(config.seed)],
      ['Detector', result.detector ? `best.onnx, SHA-256 ${result.detector.sha256}` : 'none'],
    ],
    galleries,
    ...(predictions ? { predictions } : {}),
    model: result.model,
    data: {
      name: result.data,
      fingerprint: result.dataFingerprint,
      counts: result.counts,
      skipped: result.skipped,
      split: { method: result.split.method, seed: config.seed },
    },
    config,
    madeBy: `Assay ${VERSION}`,
  };
}

function deathNotice({ predictions }: TrainResult): Notice[] {
  const text = describeDeath(predictions.map(({ logit }) => logit));
  return text === null ? [] : [{ grade: 'warns', title: 'The network died', text }];
}

/** What a config trains, in words. */
export function describeNetwork({ architecture, fineTune, backbone }: TrainConfig): string {
  if (architecture !== null) return `${architecture}, trained from scratch`;
  if (fineTune === null) return `${backbone}, frozen, with a trained head`;
  return fineTune === 'all' ? `${backbone}, fine-tuned whole` : `${backbone}, fine-tuned from ${fineTune} on`;
}

/** The figures that open a run's report. */
export function headline({ metrics }: Pick<EvaluationSummary, 'metrics'>): HeadlineFigure[] {
  return [
    { name: 'Accuracy', estimate: metrics.accuracy },
    { name: 'Balanced accuracy', estimate: metrics.balancedAccuracy },
    { name: 'ROC AUC', estimate: metrics.rocAuc, percent: false },
    { name: 'Reals called real', estimate: metrics.specificity },
    { name: 'Fakes called fake', estimate: metrics.recall },
  ];
}
