import type { DetectorCalibration } from '../../detect/calibrate-detector.js';
import type { CalibrationQuality, CrossFit, ThresholdError } from '../../evaluate/types.js';
import { describeCalibration, describeThresholds } from '../detector-facts.js';
import { formatEstimate, formatNumber, formatPercent } from '../format.js';
import { describeData } from '../from-evaluation.js';
import { visibleText } from '../text.js';
import { createStyle } from './ansi.js';
import { formatTable, type TableOptions } from './table.js';

/** A calibration for a terminal: what it was fitted on, what it mends, the thresholds and what they promise. */
export function formatCalibration(result: DetectorCalibration, options: TableOptions = {}): string {
  const { from, data, report, warnings } = result;
  const { bold, yellow } = createStyle(options.color ?? false);
  const { thresholds: fit } = report;
  const messages = [...warnings, ...report.warnings].map(({ message }) => message);
  return [
    `${bold(visibleText(from.name))} on ${bold(visibleText(data.name))}: ${visibleText(describeData({ data }))}\n`,
    ...[...new Set(messages)].map((message) => `${yellow('Warning:')} ${visibleText(message)}\n`),
    `\nCalibration: ${describeCalibration(report.calibration)} (before: ${describeCalibration(from.calibration)})\n\n`,
    report.crossFit
      ? qualityTable(report.crossFit, options)
      : 'With one group in a class nothing can be held out: how good the probabilities are is not known.\n',
    `\n${errorTable(fit, options)}`,
    `Left inconclusive: ${formatPercent(fit.inconclusive.real)} of reals, ${formatPercent(fit.inconclusive.fake)} of fakes.\n`,
    `Verdicts: ${describeThresholds(fit.thresholds)}.\n`,
  ].join('');
}

function qualityTable({ folds, before, after }: CrossFit, options: TableOptions): string {
  const rows: [string, (quality: CalibrationQuality) => number | null][] = [
    ['Calibration error', (quality) => quality.expectedCalibrationError],
    ['  of a perfect one, on as few pictures', (quality) => quality.noiseFloor],
    ['Brier score', (quality) => quality.brierScore],
    ['Log loss', (quality) => quality.logLoss],
  ];
  return formatTable(
    rows,
    [
      { header: `judged on held-out parts (${folds})`, value: ([name]) => name },
      { header: 'before', value: ([, of]) => formatNumber(of(before), 3), align: 'right' },
      { header: 'after', value: ([, of]) => formatNumber(of(after), 3), align: 'right' },
    ],
    options,
  );
}

function errorTable(
  { falsePositives, misses, rule }: DetectorCalibration['report']['thresholds'],
  options: TableOptions,
): string {
  const rows: [string, ThresholdError][] = [
    ['reals called fake', falsePositives],
    ['fakes called real', misses],
  ];
  return formatTable(
    rows,
    [
      { header: `error (rule: ${rule})`, value: ([name]) => name },
      { header: 'allowed', value: ([, error]) => formatPercent(error.allowed), align: 'right' },
      { header: 'found', value: ([, error]) => `${error.errors} of ${error.samples}`, align: 'right' },
      {
        header: 'rate (95% interval)',
        value: ([, { rate }]) => formatEstimate(rate.value, rate.low, rate.high),
        align: 'right',
      },
      { header: 'promised', value: ([, error]) => (error.guaranteed ? 'yes' : 'no, too few') },
    ],
    options,
  );
}
