import type { FactName, FactValue } from '../facts/names.js';
import type { HeaderRule } from '../types.js';
import type { Cases } from './cases.js';
import { countCases } from './cases.js';
import { accuracyOf, balancedAccuracyOf } from './proportion.js';

/** A column of facts by name. */
export interface FactColumn {
  name: FactName;
  values: readonly FactValue[];
}

type Operator = HeaderRule['operator'];
interface Condition {
  column: FactColumn;
  operator: Operator;
  value: FactValue;
}
interface Rule extends Condition {
  balancedAccuracy: number;
}

/** Values tried with = and != are the most frequent ones of a column. */
const MAX_VALUES = 200;

/**
 * The one-condition rule "fact operator value → fake" that separates the rows best (balanced accuracy; ties go
 * to the earlier fact, then to = and != before <= and >), with what it reaches on the rows it was chosen on and
 * what such a choice reaches across the folds. Null when none beats chance.
 */
export function findBestRule(
  columns: readonly FactColumn[],
  cases: Cases,
  foldOf: Uint8Array,
  folds: number,
): HeaderRule | null {
  const everyRow = Uint32Array.from(cases.isFake.keys());
  const best = chooseRule(columns, cases, everyRow);
  if (best === null) return null;
  const isRight = everyRow.map((row) => Number(says(best, row) === (cases.isFake[row] === 1)));
  const { fake } = countCases(cases);
  let caught = 0;
  let falsePositives = 0;
  for (const row of everyRow) {
    if (!says(best, row)) continue;
    if (cases.isFake[row] === 1) caught++;
    else falsePositives++;
  }
  let rightAcross = 0;
  for (let fold = 0; fold < folds; fold++) {
    const train = everyRow.filter((row) => foldOf[row] !== fold);
    const rule = chooseRule(columns, cases, train);
    const majority = majorityIsFake(cases, train);
    for (const row of everyRow) {
      if (foldOf[row] !== fold) continue;
      const saysFake = rule === null ? majority : says(rule, row);
      if (saysFake === (cases.isFake[row] === 1)) rightAcross++;
    }
  }
  return {
    fact: best.column.name,
    operator: best.operator,
    value: best.value,
    text: wordRule(best),
    accuracy: accuracyOf(Uint8Array.from(isRight), cases),
    balancedAccuracy: balancedAccuracyOf(Uint8Array.from(isRight), cases),
    recall: caught / fake,
    falsePositives,
    crossValidatedAccuracy: rightAcross / everyRow.length,
  };
}

function chooseRule(columns: readonly FactColumn[], cases: Cases, rows: Uint32Array): Rule | null {
  let fakes = 0;
  for (const row of rows) fakes += cases.isFake[row]!;
  const reals = rows.length - fakes;
  if (fakes === 0 || reals === 0) return null;
  let best: Rule | null = null;
  for (const column of columns) {
    const consider = (operator: Operator, value: FactValue, fake: number, real: number): void => {
      const balancedAccuracy = (fake / fakes + 1 - real / reals) / 2;
      if (balancedAccuracy > (best?.balancedAccuracy ?? 0.5) + 1e-12) {
        best = { column, operator, value, balancedAccuracy };
      }
    };
    const counts = countValues(column, cases, rows);
    const frequent = [...counts].sort((a, b) => b[1].fake + b[1].real - a[1].fake - a[1].real);
    for (const [value, { fake, real }] of frequent.slice(0, MAX_VALUES)) {
      consider(value === null ? 'is missing' : '=', value, fake, real);
      consider(value === null ? 'is present' : '!=', value, fakes - fake, reals - real);
    }
    let fakeBelow = 0;
    let realBelow = 0;
    const numbers = [...counts].filter((entry): entry is [number, Count] => typeof entry[0] === 'number');
    const fakeNumbers = numbers.reduce((sum, [, { fake }]) => sum + fake, 0);
    const realNumbers = numbers.reduce((sum, [, { real }]) => sum + real, 0);
    for (const [value, { fake, real }] of numbers.sort((a, b) => a[0] - b[0])) {
      fakeBelow += fake;
      realBelow += real;
      consider('<=', value, fakeBelow, realBelow);
      consider('>', value, fakeNumbers - fakeBelow, realNumbers - realBelow);
    }
  }
  return best;
}

interface Count {
  fake: number;
  real: number;
}

function countValues(column: FactColumn, cases: Cases, rows: Uint32Array): Map<FactValue, Count> {
  const counts = new Map<FactValue, Count>();
  for (const row of rows) {
    const value = column.values[row]!;
    let count = counts.get(value);
    if (count === undefined) counts.set(value, (count = { fake: 0, real: 0 }));
    if (cases.isFake[row] === 1) count.fake++;
    else count.real++;
  }
  return counts;
}

/** Rows that a rule calls fake. */
export function rowsOfRule(
  { fact, operator, value }: Pick<HeaderRule, 'fact' | 'operator' | 'value'>,
  values: readonly FactValue[],
): number[] {
  const rule = { column: { name: fact, values }, operator, value };
  return [...values.keys()].filter((row) => says(rule, row));
}

/** Whether the rule calls this row fake. A missing number is neither above nor below anything. */
function says({ column, operator, value }: Condition, row: number): boolean {
  const found = column.values[row]!;
  switch (operator) {
    case '=':
    case 'is missing':
      return found === value;
    case '!=':
    case 'is present':
      return found !== value;
    case '<=':
      return typeof found === 'number' && found <= (value as number);
    case '>':
      return typeof found === 'number' && found > (value as number);
  }
}

function majorityIsFake(cases: Cases, rows: Uint32Array): boolean {
  let fakes = 0;
  for (const row of rows) fakes += cases.isFake[row]!;
  return fakes * 2 > rows.length;
}

function wordRule({ column, operator, value }: Rule): string {
  const condition = value === null ? operator : `${operator} ${value}`;
  return `${column.name} ${condition} → fake`;
}
