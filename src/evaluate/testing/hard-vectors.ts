import type { Label } from '../../labels.js';
import { labelsOf } from './vectors.js';

/** One fixed vector, and what scikit-learn says of it; null where it is not defined (there: an error or a warning). */
export interface HardVector {
  labels: Label[];
  probabilities: number[];
  reference: Record<
    | 'accuracy'
    | 'balancedAccuracy'
    | 'precision'
    | 'recall'
    | 'f1'
    | 'matthews'
    | 'rocAuc'
    | 'averagePrecision'
    | 'equalErrorRate'
    | 'tprAt10'
    | 'brierScore'
    | 'logLoss'
    | 'expectedCalibrationError',
    number | null
  >;
}

/**
 * Ties, a rare class, one class alone, probabilities at the ends of what a double can hold.
 *   r = np.random.RandomState(21); y = (r.rand(40) < .5).astype(int)
 *   ties: np.round(np.clip(.5 + .3*(y-.5) + .2*r.randn(40), 0, 1), 1)
 *   r = np.random.RandomState(22); y = (r.rand(60) < .06).astype(int)
 *   rare: np.round(np.clip(r.rand(60)**3 + .3*y, 0, 1), 3)
 * Reference: scikit-learn 1.2.1 with numpy 1.24.2 and scipy 1.10.1, called at p >= .5: accuracy_score,
 * balanced_accuracy_score, precision_score, recall_score, f1_score, matthews_corrcoef, roc_auc_score,
 * average_precision_score, brier_score_loss, log_loss(labels=[0, 1]); the equal error rate by brentq on roc_curve
 * (drop_intermediate=False), the TPR as t[f <= .1].max() of it, the calibration error from calibration_curve
 * (n_bins=15). Null by documented choice: precision with no call (0 there), and what needs both classes.
 */
export const HARD_VECTORS: Record<string, HardVector> = {
  ties: {
    labels: labelsOf([
      1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1, 0,
      0, 0, 1, 0, 0,
    ]),
    probabilities: [
      0.4, 0.3, 0.4, 0.9, 0.6, 0.8, 0.7, 0.4, 0.7, 0.4, 0.6, 0.7, 0.8, 0.5, 0.6, 0.1, 0.4, 0.1, 0.3, 0.8, 0.8,
      0.5, 0.4, 0.5, 0.3, 0.6, 0.3, 1.0, 0.7, 0.8, 0.6, 0.6, 0.3, 0.9, 0.3, 0.3, 0.6, 0.8, 0.3, 0.4,
    ],
    reference: {
      accuracy: 0.8,
      balancedAccuracy: 0.7969924812030075,
      precision: 0.782608695652174,
      recall: 0.8571428571428571,
      f1: 0.8181818181818182,
      matthews: 0.6000307666669006,
      rocAuc: 0.8897243107769423,
      averagePrecision: 0.8898954465316022,
      equalErrorRate: 0.18032786885245902,
      tprAt10: 0.5714285714285714,
      brierScore: 0.14875,
      logLoss: 0.464696478134803,
      expectedCalibrationError: 0.1325,
    },
  },
  'one class rare': {
    labels: labelsOf([
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0,
      0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]),
    probabilities: [
      0.757, 0.001, 0.031, 0.011, 0.4, 0.569, 0.413, 0.006, 0.633, 0.0, 0.346, 0.866, 0.835, 0.0, 0.305,
      0.304, 0.183, 0.014, 0.004, 0.128, 0.187, 0.104, 0.131, 0.034, 0.697, 0.016, 0.641, 0.256, 0.339, 0.0,
      0.284, 0.998, 0.43, 0.811, 0.086, 0.008, 0.519, 0.527, 0.0, 0.494, 0.091, 0.917, 0.048, 0.008, 0.963,
      0.219, 0.576, 0.0, 0.349, 0.444, 0.062, 0.007, 0.005, 0.704, 0.391, 0.698, 0.019, 0.293, 0.082, 0.136,
    ],
    reference: {
      accuracy: 0.7166666666666667,
      balancedAccuracy: 0.5727272727272728,
      precision: 0.125,
      recall: 0.4,
      f1: 0.19047619047619047,
      matthews: 0.09090909090909091,
      rocAuc: 0.7818181818181819,
      averagePrecision: 0.33528265107212474,
      equalErrorRate: 0.36363636363636287,
      tprAt10: 0.4,
      brierScore: 0.16832686666666669,
      logLoss: 0.531232646164127,
      expectedCalibrationError: 0.22576666666666664,
    },
  },
  'all tied': {
    labels: labelsOf([1, 0, 0, 1, 0]),
    probabilities: [0.5, 0.5, 0.5, 0.5, 0.5],
    reference: {
      accuracy: 0.4,
      balancedAccuracy: 0.5,
      precision: 0.4,
      recall: 1.0,
      f1: 0.5714285714285715,
      matthews: 0.0,
      rocAuc: 0.5,
      averagePrecision: 0.4,
      equalErrorRate: 0.5,
      tprAt10: null,
      brierScore: 0.25,
      logLoss: 0.6931471805599453,
      expectedCalibrationError: 0.09999999999999998,
    },
  },
  perfect: {
    labels: labelsOf([0, 0, 0, 1, 1]),
    probabilities: [0.0, 0.1, 0.2, 0.9, 1.0],
    reference: {
      accuracy: 1.0,
      balancedAccuracy: 1.0,
      precision: 1.0,
      recall: 1.0,
      f1: 1.0,
      matthews: 1.0,
      rocAuc: 1.0,
      averagePrecision: 1.0,
      equalErrorRate: 0.0,
      tprAt10: null,
      brierScore: 0.012,
      logLoss: 0.08677291652597255,
      expectedCalibrationError: 0.08,
    },
  },
  'all wrong': {
    labels: labelsOf([1, 1, 0, 0, 0]),
    probabilities: [0.0, 0.1, 0.8, 0.9, 1.0],
    reference: {
      accuracy: 0.0,
      balancedAccuracy: 0.0,
      precision: 0.0,
      recall: 0.0,
      f1: 0.0,
      matthews: -1.0,
      rocAuc: 0.0,
      averagePrecision: 0.325,
      equalErrorRate: 0.9999999999999988,
      tprAt10: null,
      brierScore: 0.852,
      logLoss: 15.660382975331299,
      expectedCalibrationError: 0.9199999999999999,
    },
  },
  'probabilities next to 0 and 1': {
    labels: labelsOf([0, 1, 0, 1, 1, 0]),
    probabilities: [1e-300, 0.9999999999999999, 5e-324, 0.9999999999999999, 1e-17, 0.999999999999],
    reference: {
      accuracy: 0.6666666666666666,
      balancedAccuracy: 0.6666666666666666,
      precision: 0.6666666666666666,
      recall: 0.6666666666666666,
      f1: 0.6666666666666666,
      matthews: 0.3333333333333333,
      rocAuc: 0.888888888888889,
      averagePrecision: 0.9166666666666666,
      equalErrorRate: 0.3333333333333322,
      tprAt10: null,
      brierScore: 0.333333333333,
      logLoss: 10.612449437835085,
      expectedCalibrationError: 0.33333333333316667,
    },
  },
  'one of each, tied': {
    labels: labelsOf([0, 1]),
    probabilities: [0.4, 0.4],
    reference: {
      accuracy: 0.5,
      balancedAccuracy: 0.5,
      precision: null,
      recall: 0.0,
      f1: 0.0,
      matthews: 0.0,
      rocAuc: 0.5,
      averagePrecision: 0.5,
      equalErrorRate: 0.5,
      tprAt10: null,
      brierScore: 0.26,
      logLoss: 0.7135581778200728,
      expectedCalibrationError: 0.09999999999999998,
    },
  },
  'fakes only': {
    labels: labelsOf([1, 1, 1]),
    probabilities: [0.2, 0.5, 0.9],
    reference: {
      accuracy: 0.6666666666666666,
      balancedAccuracy: null,
      precision: 1.0,
      recall: 0.6666666666666666,
      f1: 0.8,
      matthews: null,
      rocAuc: null,
      averagePrecision: null,
      equalErrorRate: null,
      tprAt10: null,
      brierScore: 0.30000000000000004,
      logLoss: 0.8026485362172906,
      expectedCalibrationError: 0.4666666666666666,
    },
  },
  'reals only': {
    labels: labelsOf([0, 0]),
    probabilities: [0.2, 0.5],
    reference: {
      accuracy: 0.5,
      balancedAccuracy: null,
      precision: 0.0,
      recall: null,
      f1: 0.0,
      matthews: null,
      rocAuc: null,
      averagePrecision: null,
      equalErrorRate: null,
      tprAt10: null,
      brierScore: 0.14500000000000002,
      logLoss: 0.4581453659370775,
      expectedCalibrationError: 0.35,
    },
  },
};
