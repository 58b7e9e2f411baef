/** Rows of a 0/1 matrix: row r has ones in `columns[starts[r] .. starts[r + 1]]`, ascending. */
export interface OneHot {
  starts: Uint32Array;
  columns: Uint32Array;
  width: number;
}

/** Weights of a logistic model over one-hot rows; the last entry is the intercept. */
export type LogisticWeights = Float64Array;

const RIDGE = 1;
const MAX_STEPS = 25;
const CONVERGED = 1e-8;

/**
 * Ridge logistic regression on one-hot rows by Newton's method (iteratively reweighted least squares), both
 * classes weighing the same whatever their sizes, so that the logit is 0 where the rows say nothing. Ridge
 * penalty ½·‖w‖² without the intercept, as scikit-learn's LogisticRegression(C=1, class_weight='balanced').
 */
export function fitLogistic(rows: OneHot, isFake: Uint8Array, train: Uint32Array): LogisticWeights {
  const size = rows.width + 1;
  const weights = new Float64Array(size);
  let fakes = 0;
  for (const row of train) fakes += isFake[row]!;
  const classWeight = [train.length / (2 * (train.length - fakes)), train.length / (2 * fakes)];
  for (let step = 0; step < MAX_STEPS; step++) {
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    for (const row of train) {
      const weight = classWeight[isFake[row]!]!;
      const p = 1 / (1 + Math.exp(-predictLogit(rows, weights, row)));
      const slope = weight * (isFake[row]! - p);
      const curvature = weight * p * (1 - p);
      const [start, end] = [rows.starts[row]!, rows.starts[row + 1]!];
      for (let i = start; i <= end; i++) {
        const a = i === end ? rows.width : rows.columns[i]!;
        gradient[a]! += slope;
        for (let j = start; j < i; j++) hessian[a * size + rows.columns[j]!]! += curvature;
        hessian[a * size + a]! += curvature;
      }
    }
    for (let k = 0; k < rows.width; k++) {
      gradient[k]! -= RIDGE * weights[k]!;
      hessian[k * size + k]! += RIDGE;
    }
    hessian[size * size - 1]! += 1e-9;
    const move = solvePositive(hessian, gradient, size);
    let largest = 0;
    for (let k = 0; k < size; k++) {
      weights[k]! += move[k]!;
      largest = Math.max(largest, Math.abs(move[k]!));
    }
    if (largest < CONVERGED) break;
  }
  return weights;
}

/** Log-odds of fake for one row. */
export function predictLogit(
  { starts, columns, width }: OneHot,
  weights: LogisticWeights,
  row: number,
): number {
  let logit = weights[width]!;
  for (let i = starts[row]!; i < starts[row + 1]!; i++) logit += weights[columns[i]!]!;
  return logit;
}

/** Solves A·x = b by Cholesky; A symmetric positive definite, lower triangle given, overwritten. */
function solvePositive(a: Float64Array, b: Float64Array, n: number): Float64Array {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / a[j * n + j]!;
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= a[i * n + k]! * x[k]!;
    x[i]! /= a[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= a[k * n + i]! * x[k]!;
    x[i]! /= a[i * n + i]!;
  }
  return x;
}
