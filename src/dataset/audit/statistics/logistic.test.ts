import { expect, it } from 'vitest';
import { fitLogistic, type OneHot, predictLogit } from './logistic.js';

/** Columns that are 1 in each of 24 rows, of six. */
// prettier-ignore
const ones = [
  [2, 5], [3, 5], [2, 3], [0], [2], [0, 1, 5], [0], [2], [4], [5], [0, 2, 5], [4, 5], [1, 2, 3], [3, 4], [3], [0, 1, 3],
  [3], [0, 5], [5], [5], [4], [3, 4], [1, 5], [0, 1, 3],
];
const isFake = Uint8Array.of(1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0);
const rows: OneHot = {
  starts: Uint32Array.from([...ones, []], (_, row) => ones.slice(0, row).flat().length),
  columns: Uint32Array.from(ones.flat()),
  width: 6,
};

// Reference: scikit-learn 1.2.1, where the gradient is below 1e-15:
//   LogisticRegression(C=1, class_weight='balanced', tol=1e-12, solver='newton-cholesky').fit(X, y)
it('agrees with LogisticRegression, classes balanced', () => {
  const weights = fitLogistic(rows, isFake, Uint32Array.from(ones.keys()));
  const reference = [
    -0.843655442832759, -0.4862759153684742, 0.10600794971495016, 0.24759402084815274, 0.6272181778432225,
    -0.5463842529582312, 0.2872481078486202,
  ];
  expect(weights).toHaveLength(7);
  reference.forEach((weight, k) => expect(weights[k]).toBeCloseTo(weight, 8));
  expect(predictLogit(rows, weights, 0)).toBeCloseTo(reference[2]! + reference[5]! + reference[6]!, 8);
});
