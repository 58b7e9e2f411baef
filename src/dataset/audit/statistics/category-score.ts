import type { FactValue } from '../facts/names.js';
import type { Cases } from './cases.js';

/** Rows added, spread over the classes as the value is, so that a rare value says little. */
const SMOOTHING = 2;

/**
 * The log-ratio of how frequent each row's value is among fakes and among reals, counted on the other folds
 * (cross-fitted target mean on the log-odds scale, smoothed towards no difference). A value the other folds do
 * not hold, or that is everywhere, scores exactly 0.
 */
export function scoreCategories(
  values: readonly FactValue[],
  cases: Cases,
  foldOf: ArrayLike<number>,
  folds: number,
): Float64Array {
  const counts = new Map<FactValue, Float64Array>();
  const totals = new Float64Array(2 * folds);
  values.forEach((value, row) => {
    let count = counts.get(value);
    if (count === undefined) counts.set(value, (count = new Float64Array(2 * folds)));
    const at = 2 * foldOf[row]! + cases.isFake[row]!;
    count[at]!++;
    totals[at]!++;
  });
  const [allReal, allFake] = sumFolds(totals);
  return Float64Array.from(values, (value, row) => {
    const count = counts.get(value)!;
    const at = 2 * foldOf[row]!;
    const [valueReal, valueFake] = sumFolds(count);
    const real = valueReal - count[at]!;
    const fake = valueFake - count[at + 1]!;
    const reals = allReal - totals[at]!;
    const fakes = allFake - totals[at + 1]!;
    const share = (real + fake) / (reals + fakes);
    if (share === 0 || reals === 0 || fakes === 0) return 0;
    const added = SMOOTHING * share;
    const odds = (fake + added) / (fakes + SMOOTHING) / ((real + added) / (reals + SMOOTHING));
    return Math.round(Math.log(odds) * 1e9) / 1e9;
  });
}

function sumFolds(counts: Float64Array): [real: number, fake: number] {
  let real = 0;
  let fake = 0;
  for (let at = 0; at < counts.length; at += 2) {
    real += counts[at]!;
    fake += counts[at + 1]!;
  }
  return [real, fake];
}
