import type { Random } from '../../../random.js';
import type { HeaderFloor } from '../types.js';
import { countCases, type Cases } from './cases.js';
import { crossValidate } from './cross-validate.js';
import { encodeOneHot } from './one-hot.js';
import { findBestRule, type FactColumn } from './rule.js';

/**
 * The header-only classifier: ridge logistic regression on the one-hot coded facts, cross-validated in grouped,
 * stratified folds, and the best single rule beside it. Null when no two folds can hold both classes.
 */
export function measureFloor(
  columns: readonly FactColumn[],
  cases: Cases,
  random: Random,
): HeaderFloor | null {
  const rows = encodeOneHot(columns.map(({ values }) => values));
  const result = crossValidate(rows, cases, random);
  if (result === null) return null;
  const { fake, real } = countCases(cases);
  const { folds, foldOf, accuracy, balancedAccuracy, auc } = result;
  return {
    facts: columns.map(({ name }) => name),
    folds,
    accuracy,
    balancedAccuracy,
    auc,
    majority: Math.max(fake, real) / (fake + real),
    rule: findBestRule(columns, cases, foldOf, folds),
    method:
      `Ridge logistic regression on ${rows.width} 0/1 columns made of the facts, classes weighted alike, ` +
      `${folds}-fold cross-validation with groups kept whole; 95 % intervals: Wilson with the effective sample ` +
      `size of the groups (accuracy), DeLong with Obuchowski's clustering (AUC).`,
  };
}
