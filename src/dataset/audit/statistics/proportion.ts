import type { Estimate } from '../../../evaluate/scored.js';
import type { Cases } from './cases.js';

/** Two-sided 95 % point of the normal distribution. */
export const NORMAL_95 = 1.959963984540054;

/**
 * Share of rows that are right with Wilson's interval, the sample size being what independent rows would need
 * for the variance seen between groups (Kish's effective size; never more than the rows).
 */
export function accuracyOf(isRight: Uint8Array, cases: Cases, z = NORMAL_95): Estimate {
  return shareOf(isRight, cases, () => true, z);
}

/**
 * Mean of the two classes' shares of right rows; its interval joins their Wilson intervals by the method of
 * variance estimates recovery (Zou & Donner 2008).
 */
export function balancedAccuracyOf(isRight: Uint8Array, cases: Cases, z = NORMAL_95): Estimate {
  const fake = shareOf(isRight, cases, (row) => cases.isFake[row] === 1, z);
  const real = shareOf(isRight, cases, (row) => cases.isFake[row] === 0, z);
  if (fake.value === null || real.value === null || fake.low === null || real.low === null) {
    return { value: null, low: null, high: null, reason: 'balanced accuracy needs both classes' };
  }
  const value = (fake.value + real.value) / 2;
  return {
    value,
    low: value - Math.hypot(fake.value - fake.low, real.value - real.low) / 2,
    high: value + Math.hypot(fake.high! - fake.value, real.high! - real.value) / 2,
  };
}

function shareOf(isRight: Uint8Array, cases: Cases, counts: (row: number) => boolean, z: number): Estimate {
  let rows = 0;
  let right = 0;
  for (let row = 0; row < isRight.length; row++) {
    if (!counts(row)) continue;
    rows++;
    right += isRight[row]!;
  }
  if (rows === 0) return { value: null, low: null, high: null, reason: 'no sample to count' };
  const share = right / rows;
  const sums = new Map<number, number>();
  for (let row = 0; row < isRight.length; row++) {
    if (counts(row)) {
      sums.set(cases.group[row]!, (sums.get(cases.group[row]!) ?? 0) + isRight[row]! - share);
    }
  }
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  const groups = sums.size;
  const variance = groups > 1 ? ((groups / (groups - 1)) * squares) / rows ** 2 : 0;
  const effective = variance > 0 ? Math.min(rows, (share * (1 - share)) / variance) : groups;
  return wilson(share, effective, z);
}

/** Wilson's score interval around a share seen in `n` independent rows. */
export function wilson(share: number, n: number, z = NORMAL_95): Estimate {
  const square = (z * z) / n;
  const middle = (share + square / 2) / (1 + square);
  const reach = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n));
  return {
    value: share,
    low: Math.min(share, Math.max(0, middle - reach)),
    high: Math.max(share, Math.min(1, middle + reach)),
  };
}
