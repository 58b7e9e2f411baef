import { describe, expect, it } from 'vitest';
import type { Label } from '../../labels.js';
import * as metric from './confusion.js';

// Reference: scikit-learn 1.2.1.
//   from sklearn.metrics import *
//   y = [1,1,1,1,0,0,0,1,0,0,0,0]; p = [1,1,0,1,0,1,0,1,1,0,0,0]; w = [1,2,1,1,3,1,1,2,1,0,2,1]
//   for f in (accuracy_score, balanced_accuracy_score, precision_score, recall_score, f1_score, matthews_corrcoef):
//       print(repr(f(y, p)), repr(f(y, p, sample_weight=w)))
const label = (v: number): Label => (v === 1 ? 'fake' : 'real');
const truth = [1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0].map(label);
const predicted = [1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0].map(label);
const weights = [1, 2, 1, 1, 3, 1, 1, 2, 1, 0, 2, 1];

describe('confusionMatrix', () => {
  it('counts with fake as the positive class', () => {
    expect(metric.confusionMatrix(truth, predicted)).toEqual({
      truePositive: 4,
      falseNegative: 1,
      falsePositive: 2,
      trueNegative: 5,
    });
  });

  it('says which lengths disagree', () => {
    expect(() => metric.confusionMatrix(truth, ['fake'])).toThrow(/12 labels but 1 predictions/);
  });
});

describe('metrics of a confusion matrix', () => {
  const plain = metric.confusionMatrix(truth, predicted);
  const weighted = metric.confusionMatrix(truth, predicted, weights);
  it.each([
    ['accuracy', 0.75, 0.8125],
    ['balancedAccuracy', 0.7571428571428571, 0.8174603174603174],
    ['precision', 0.6666666666666666, 0.75],
    ['recall', 0.8, 0.8571428571428571],
    ['f1', 0.7272727272727272, 0.7999999999999999],
    ['matthews', 0.50709255283711, 0.629940788348712],
  ] as const)('%s agrees with scikit-learn, plain and weighted', (name, value, valueWeighted) => {
    expect(metric[name](plain)).toBeCloseTo(value, 10);
    expect(metric[name](weighted)).toBeCloseTo(valueWeighted, 10);
  });

  it('specificity is the recall of reals', () => {
    expect(metric.specificity(plain)).toBeCloseTo(5 / 7, 12);
  });

  it('is NaN where a class is missing, and never throws', () => {
    const onlyReal = metric.confusionMatrix(['real', 'real'], ['real', 'fake']);
    expect(metric.accuracy(onlyReal)).toBe(0.5);
    expect(metric.recall(onlyReal)).toBeNaN();
    expect(metric.balancedAccuracy(onlyReal)).toBeNaN();
    expect(metric.matthews(onlyReal)).toBeNaN();
    expect(metric.accuracy(metric.confusionMatrix([], []))).toBeNaN();
  });

  it('takes constant decisions as no correlation and undefined precision', () => {
    const neverFake = metric.confusionMatrix(['fake', 'real'], ['real', 'real']);
    expect(metric.matthews(neverFake)).toBe(0);
    expect(metric.precision(neverFake)).toBeNaN();
    expect(metric.f1(neverFake)).toBe(0);
  });
});

describe('decide', () => {
  it('calls fake at the threshold itself', () => {
    expect(metric.decide([0.5, 0.49])).toEqual(['fake', 'real']);
    expect(metric.decide([0.5, 0.9], 0.6)).toEqual(['real', 'fake']);
  });
});
