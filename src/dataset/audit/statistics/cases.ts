import type { Random } from '../../../random.js';
import { dealUnits, type Unit } from '../../split/units.js';

/** Labels and groups of the audited samples by row. */
export interface Cases {
  readonly isFake: Uint8Array;
  /** Number of the row's group: rows of one group are not independent. */
  readonly group: Uint32Array;
}

/** Rows, in order, that `keep` picks. */
export function pickCases(cases: Cases, rows: ArrayLike<number>): Cases {
  return {
    isFake: Uint8Array.from(rows, (row) => cases.isFake[row]!),
    group: Uint32Array.from(rows, (row) => cases.group[row]!),
  };
}

/** How many rows are fake and real. */
export function countCases({ isFake }: Cases): { fake: number; real: number } {
  let fake = 0;
  for (const value of isFake) fake += value;
  return { fake, real: isFake.length - fake };
}

/**
 * Deals rows to folds so that no group straddles two and every fold has the same share of each class, as nearly
 * as the groups allow (`dealUnits`). Returns the fold of every row.
 */
export function dealFolds(cases: Cases, folds: number, random: Random): Uint8Array {
  const units = new Map<number, Unit>();
  cases.group.forEach((group, row) => {
    let unit = units.get(group);
    if (unit === undefined) units.set(group, (unit = { samples: [], counts: { fake: 0, real: 0 } }));
    const label = cases.isFake[row] === 1 ? 'fake' : 'real';
    unit.samples.push({ id: String(row), label });
    unit.counts[label]++;
  });
  const { fake, real } = countCases(cases);
  const target = { fake: fake / folds, real: real / folds };
  const targets = Array.from({ length: folds }, () => target);
  const foldOf = new Uint8Array(cases.group.length);
  for (const [{ samples }, fold] of dealUnits([...units.values()], targets, random)) {
    for (const { id } of samples) foldOf[Number(id)] = fold;
  }
  return foldOf;
}

/** Five folds, or as many as the scarcer class has groups; 0 when no two folds can both hold both classes. */
export function chooseFoldCount(cases: Cases, wanted = 5): number {
  const fake = new Set<number>();
  const real = new Set<number>();
  cases.group.forEach((group, row) => (cases.isFake[row] === 1 ? fake : real).add(group));
  const possible = Math.min(wanted, fake.size, real.size);
  return possible < 2 ? 0 : possible;
}
