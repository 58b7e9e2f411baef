import type {
  Calibration,
  CalibrationQuality,
  CalibrationReport,
  ThresholdError,
} from '../../evaluate/types.js';
import { formatCount, formatEstimate, formatNumber, formatPercent } from '../format.js';
import { facts, table } from './components.js';
import { html } from './html.js';
import type { Section } from './page.js';

/** What calibration fitted, and what it does on samples that it was not fitted on. */
export function calibrationSection({ calibration, crossFit, thresholds: fit }: CalibrationReport): Section {
  const number = (title: string): { title: string; kind: 'number' } => ({ title, kind: 'number' });
  const quality = (name: string, q: CalibrationQuality): string[] => [
    name,
    formatNumber(q.expectedCalibrationError, 3),
    formatNumber(q.noiseFloor, 3),
    formatNumber(q.brierScore, 3),
    formatNumber(q.logLoss, 3),
  ];
  const error = (name: string, e: ThresholdError): string[] => [
    name,
    formatPercent(e.allowed),
    `${formatCount(e.errors)} of ${formatCount(e.samples)}`,
    formatEstimate(e.rate.value, e.rate.low, e.rate.high),
    formatPercent(e.upperBound),
    e.guaranteed ? 'yes' : 'no, too few groups',
  ];
  return {
    id: 'calibration',
    title: 'Calibration and thresholds',
    about: `Probabilities: ${describe(calibration)}. Thresholds: rule “${fit.rule}”.`,
    body: html`${
      crossFit &&
      table(
        [
          { title: `Cross-fitted, ${crossFit.folds} folds` },
          number('Calibration error'),
          number('Noise floor'),
          number('Brier score'),
          number('Log loss'),
        ],
        [quality('as trained', crossFit.before), quality('calibrated', crossFit.after)],
        'Judged on samples that the calibration was not fitted on',
      )
    }
    ${table(
      [
        { title: 'Error' },
        number('Allowed'),
        number('Found'),
        number('Rate'),
        number('At most (95%)'),
        { title: 'Promised' },
      ],
      [error('real called fake', fit.falsePositives), error('fake called real', fit.misses)],
      'Errors at the thresholds, on the samples that they were fitted on',
    )}
    ${facts(
      [
        ['fake from a probability of', formatNumber(fit.thresholds.fakeAtLeast)],
        ['real up to a probability of', formatNumber(fit.thresholds.realAtMost)],
        ['Inconclusive reals', formatPercent(fit.inconclusive.real)],
        ['Inconclusive fakes', formatPercent(fit.inconclusive.fake)],
      ],
      'Thresholds',
    )}`,
  };
}

function describe(calibration: Calibration): string {
  switch (calibration.method) {
    case 'identity':
      return 'as the network gives them';
    case 'temperature':
      return `temperature ${formatNumber(calibration.temperature, 3)}`;
    case 'platt':
      return `Platt, slope ${formatNumber(calibration.slope, 3)}, intercept ${formatNumber(calibration.intercept, 3)}`;
    case 'isotonic':
      return `isotonic, ${calibration.logits.length} knots`;
  }
}
