import type { MetricName } from '../evaluate/types.js';

/** How a metric is named and written for people. */
export interface MetricWords {
  name: string;
  percent: boolean;
  /** What it says, in half a sentence. */
  about: string;
}

/** Every metric of a summary in words; the definitions are the evaluation's (scikit-learn's). */
export const METRIC_WORDS: Record<MetricName, MetricWords> = {
  accuracy: { name: 'Accuracy', percent: true, about: 'right among all' },
  balancedAccuracy: { name: 'Balanced accuracy', percent: true, about: 'mean of recall and specificity' },
  precision: { name: 'Precision', percent: true, about: 'fakes among what is called fake' },
  recall: { name: 'Recall', percent: true, about: 'fakes called fake' },
  specificity: { name: 'Specificity', percent: true, about: 'reals called real' },
  f1: { name: 'F1', percent: false, about: 'harmonic mean of precision and recall' },
  matthews: { name: 'Matthews correlation', percent: false, about: '0 is chance, 1 is perfect' },
  rocAuc: { name: 'ROC AUC', percent: false, about: 'chance that a fake scores above a real; 0.5 is chance' },
  averagePrecision: { name: 'Average precision', percent: false, about: 'area under precision and recall' },
  equalErrorRate: {
    name: 'Equal error rate',
    percent: true,
    about: 'errors where both kinds are as frequent; less is better',
  },
  tprAtFpr1: {
    name: 'Recall at 1% false alarms',
    percent: true,
    about: 'fakes found when 1% of reals are called fake',
  },
  tprAtFpr5: {
    name: 'Recall at 5% false alarms',
    percent: true,
    about: 'fakes found when 5% of reals are called fake',
  },
  brierScore: {
    name: 'Brier score',
    percent: false,
    about: 'mean squared error of the probability; less is better',
  },
  logLoss: {
    name: 'Log loss',
    percent: false,
    about: 'nats; ln 2 = 0.693 is saying nothing; less is better',
  },
  expectedCalibrationError: {
    name: 'Calibration error',
    percent: false,
    about: 'expected gap of probability and share of fakes; less is better',
  },
};
