import { describe, expect, it } from 'vitest';
import { DIGITS } from '../testing/vectors.js';
import { HARD_VECTORS, type HardVector } from '../testing/hard-vectors.js';
import * as confusion from './confusion.js';
import { averagePrecision } from './precision-recall.js';
import { brierScore, logLoss } from './probability.js';
import { expectedCalibrationError } from './reliability.js';
import { equalErrorRate, rocAuc, tprAtFpr } from './roc.js';

describe.each(Object.entries(HARD_VECTORS))('metrics on %s', (_, { labels, probabilities, reference }) => {
  const matrix = confusion.confusionMatrix(labels, confusion.decide(probabilities));
  const measured: Record<keyof HardVector['reference'], number> = {
    accuracy: confusion.accuracy(matrix),
    balancedAccuracy: confusion.balancedAccuracy(matrix),
    precision: confusion.precision(matrix),
    recall: confusion.recall(matrix),
    f1: confusion.f1(matrix),
    matthews: confusion.matthews(matrix),
    rocAuc: rocAuc(labels, probabilities),
    averagePrecision: averagePrecision(labels, probabilities),
    equalErrorRate: equalErrorRate(labels, probabilities),
    tprAt10: tprAtFpr(labels, probabilities, 0.1),
    brierScore: brierScore(labels, probabilities),
    logLoss: logLoss(labels, probabilities),
    expectedCalibrationError: expectedCalibrationError(labels, probabilities),
  };

  it.each(Object.entries(reference))('%s agrees with scikit-learn', (name, value) => {
    const ours = measured[name as keyof HardVector['reference']];
    if (value === null) expect(ours).toBeNaN();
    else expect(ours).toBeCloseTo(value, DIGITS);
  });
});
