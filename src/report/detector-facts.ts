import type { Calibration, Thresholds } from '../evaluate/types.js';
import type { DetectorInfo } from '../model/index.js';
import { formatBytes, formatCount, formatRate } from './format.js';

/** What is known of a detector, as names and values for a terminal or a page. */
export function describeDetector(
  info: DetectorInfo,
  { sha256, bytes }: { sha256: string; bytes?: number },
): [name: string, value: string][] {
  const { backbone, input, training, thresholdFit, licence } = info;
  return [
    ['Name', info.name],
    ['SHA-256', sha256],
    ...(bytes === undefined ? [] : [['Size', formatBytes(bytes)] satisfies [string, string]]),
    ['Looks at', describeView(info)],
    [
      'Normalisation',
      `(value · ${formatRate(input.scale)} − [${input.mean.map(formatRate).join(', ')}]) / [${input.std.map(formatRate).join(', ')}], ${input.channels.toUpperCase()}`,
    ],
    ['Backbone', backbone ? `${backbone.title} (${backbone.name})` : 'none'],
    ...optional('Pretrained on', backbone?.pretraining),
    [
      'Trained on',
      training
        ? `${formatCount(training.samples.real)} real and ${formatCount(training.samples.fake)} fake pictures, seed ${training.seed}`
        : 'not known',
    ],
    ...optional('Training data', training?.fingerprint),
    ['Calibration', describeCalibration(info.calibration)],
    ['Verdicts', describeThresholds(info.thresholds)],
    [
      'Promise',
      thresholdFit
        ? `${promised('reals called fake', thresholdFit.falsePositives)}; ${promised('fakes called real', thresholdFit.misses)} (rule ${thresholdFit.rule})`
        : 'none: the thresholds were not fitted to error rates (assay calibrate does)',
    ],
    ['Licence', licence ?? 'not stated'],
    ...optional('Licence of the backbone', backbone?.licence),
    [
      'Made with',
      Object.entries(info.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ...optional('Tables', Object.keys(info.tables).join(', ') || null),
  ];
}

function describeView({ view }: DetectorInfo): string {
  const square = `${view.size} × ${view.size}`;
  const whole = `all of the picture, resized to ${square} pixels`;
  switch (view.kind) {
    case 'tiles':
      return `${view.tiles} × ${view.tiles} squares of ${square} native pixels all over the picture`;
    case 'mixed':
      return `${whole}, without aliasing, and ${view.tiles ** 2 - 1} squares of as many native pixels`;
    case 'crop':
      return `${square} native pixels in the middle of the picture`;
    case 'area':
      return `${whole}, without aliasing`;
    case 'square':
      return whole;
  }
}

/** `fake from 0.932 up, real from 0.113 down, else inconclusive`. */
export function describeThresholds({ fakeAtLeast, realAtMost }: Thresholds): string {
  if (fakeAtLeast !== null && fakeAtLeast === realAtMost) {
    return `fake from a probability of ${formatRate(fakeAtLeast)} up, real below`;
  }
  const fake =
    fakeAtLeast === null ? 'never fake' : `fake from a probability of ${formatRate(fakeAtLeast)} up`;
  const real = realAtMost === null ? 'never real' : `real from ${formatRate(realAtMost)} down`;
  return `${fake}, ${real}, else inconclusive`;
}

/** How a probability is made of the logit, in words. */
export function describeCalibration(calibration: Calibration): string {
  switch (calibration.method) {
    case 'identity':
      return 'none: the plain sigmoid of the logit';
    case 'temperature':
      return `temperature ${formatRate(calibration.temperature)}`;
    case 'platt':
      return `Platt, slope ${formatRate(calibration.slope)}, intercept ${formatRate(calibration.intercept)}`;
    case 'isotonic':
      return `isotonic, ${formatCount(calibration.logits.length)} knots`;
  }
}

function promised(error: string, fit: NonNullable<DetectorInfo['thresholdFit']>['misses']): string {
  const rate = `at most ${Number((100 * fit.allowed).toPrecision(3))}% of ${error}`;
  return fit.guaranteed ? rate : `${rate} asked for, not promised: too few pictures`;
}

function optional(name: string, value: string | null | undefined): [name: string, value: string][] {
  return value === null || value === undefined || value === '' ? [] : [[name, value]];
}
