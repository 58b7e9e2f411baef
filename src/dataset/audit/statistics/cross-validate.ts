import type { Random } from '../../../random.js';
import { countCases, chooseFoldCount, dealFolds, type Cases } from './cases.js';
import { clusteredAuc } from './auc.js';
import { fitLogistic, predictLogit, type OneHot } from './logistic.js';
import { accuracyOf, balancedAccuracyOf } from './proportion.js';
import type { Estimate } from '../../../evaluate/scored.js';

/** What a one-hot logistic regression reaches on rows it was not fitted to. */
export interface CrossValidation {
  folds: number;
  /** Fold of every row. */
  foldOf: Uint8Array;
  /** Out-of-fold log-odds of fake of every row, classes weighted alike. */
  logits: Float64Array;
  accuracy: Estimate;
  balancedAccuracy: Estimate;
  auc: Estimate;
}

/**
 * Grouped, stratified k-fold cross-validation of `fitLogistic`. Out-of-fold logits are pooled for the AUC.
 * Accuracy calls fake where the logit exceeds the training prior's, balanced accuracy where it exceeds 0.
 * Null when no two folds can hold both classes.
 */
export function crossValidate(rows: OneHot, cases: Cases, random: Random): CrossValidation | null {
  const folds = chooseFoldCount(cases);
  if (folds === 0) return null;
  const foldOf = dealFolds(cases, folds, random);
  const size = cases.isFake.length;
  const logits = new Float64Array(size);
  const isRight = new Uint8Array(size);
  const isRightBalanced = new Uint8Array(size);
  for (let fold = 0; fold < folds; fold++) {
    const train = Uint32Array.from(cases.isFake.keys()).filter((row) => foldOf[row] !== fold);
    const { fake, real } = countCases({
      ...cases,
      isFake: Uint8Array.from(train, (row) => cases.isFake[row]!),
    });
    const prior = fake > 0 && real > 0 ? Math.log(fake / real) : 0;
    const weights = fitLogistic(rows, cases.isFake, train);
    for (let row = 0; row < size; row++) {
      if (foldOf[row] !== fold) continue;
      // Rounded so that rows that say nothing tie, whatever the last bits of a fold's intercept.
      const logit = Math.round(predictLogit(rows, weights, row) * 1e7) / 1e7;
      logits[row] = logit;
      isRight[row] = Number(logit + prior > 0) === cases.isFake[row] ? 1 : 0;
      isRightBalanced[row] = Number(logit > 0) === cases.isFake[row] ? 1 : 0;
    }
  }
  return {
    folds,
    foldOf,
    logits,
    accuracy: accuracyOf(isRight, cases),
    balancedAccuracy: balancedAccuracyOf(isRightBalanced, cases),
    auc: clusteredAuc(logits, cases),
  };
}
