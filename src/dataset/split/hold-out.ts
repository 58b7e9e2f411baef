import { AssayError } from '../../errors.js';
import { type Label, LABELS } from '../../labels.js';
import { createRandom, type Random } from '../../random.js';
import type { Part, Split } from '../sample.js';
import { groupingOf, makeSplit, requireSplitInput } from './parts.js';
import {
  dealUnits,
  type Groups,
  largestGroup,
  type SplitSample,
  totalCounts,
  type Unit,
  unitsOf,
} from './units.js';

/** Shares and seed of a hold-out split. */
export interface HoldOutOptions {
  seed: number;
  /** Share of each class to validate on. Default 0.2. */
  validation?: number;
  /** Share of each class to test on. Default 0: no test part. */
  test?: number;
  /** Groups by sample id. Default: the samples' own. */
  groups?: Groups;
}

/**
 * Splits at random into train, validation and, if asked, test, keeping the shares within each class (rounded to
 * whole samples, one at least) and every group whole. The same samples, groups and seed give the same split,
 * in whatever order they come. Where groups make a part miss its share by more than a tenth (and more than one
 * sample) a warning says so. Throws E_ARGUMENT, E_SPLIT_CLASS.
 */
export function splitHoldOut(samples: readonly SplitSample[], options: HoldOutOptions): Split {
  const { seed, validation = 0.2, test = 0, groups } = options;
  requireSplitInput(samples, seed);
  const units = unitsOf(samples, groups);
  const shares: Shares = { validation, ...(test > 0 ? { test } : {}) };
  const percent = [1 - validation - test, validation, ...(test > 0 ? [test] : [])].map(
    (share) => +(100 * share).toFixed(1),
  );
  const method = `hold-out ${percent.join('/')}, stratified by label, ${groupingOf(units)}, seed ${seed}`;
  const { parts, warnings } = holdOutUnits(units, shares, createRandom(seed).fork('hold-out'));
  return makeSplit(seed, method, parts, warnings);
}

/** Shares of each class that leave the training part. */
type Shares = Partial<Record<'validation' | 'test', number>>;

/** The work of `splitHoldOut` on units. Throws E_ARGUMENT for impossible shares. */
export function holdOutUnits(
  units: readonly Unit[],
  shares: Shares,
  random: Random,
): { parts: Partial<Record<Part, Unit[]>>; warnings: string[] } {
  const held = Object.entries(shares) as ['validation' | 'test', number][];
  const sum = held.reduce((total, [, share]) => total + share, 0);
  if (held.some(([, share]) => !(share > 0)) || sum >= 1) {
    const given = held.map(([part, share]) => `${part} ${share}`).join(', ');
    throw new AssayError(
      'E_ARGUMENT',
      `The shares are ${given}; each must be above 0, and together below 1.`,
    );
  }
  const totals = totalCounts(units);
  const names: Part[] = ['train', ...held.map(([part]) => part)];
  const targets: Record<Label, number>[] = names.map(() => ({ fake: 0, real: 0 }));
  for (const label of LABELS) {
    let left = totals[label];
    held.forEach(([, share], i) => {
      left -= targets[i + 1]![label] = Math.max(1, Math.round(totals[label] * share));
    });
    targets[0]![label] = Math.max(0, left);
  }
  const binOf = dealUnits(units, targets, random);
  const parts: Partial<Record<Part, Unit[]>> = {};
  const warnings: string[] = [];
  names.forEach((part, bin) => {
    const members = units.filter((unit) => binOf.get(unit) === bin);
    parts[part] = members;
    warnings.push(...shortfalls(part, members, targets[bin]!, units));
  });
  return { parts, warnings };
}

/** Says where whole groups kept a part away from its target. */
export function shortfalls(
  part: string,
  members: readonly Unit[],
  target: Readonly<Record<Label, number>>,
  all: readonly Unit[],
): string[] {
  const counts = totalCounts(members);
  return LABELS.filter(
    (label) => Math.abs(counts[label] - target[label]) > Math.max(1, 0.1 * target[label]),
  ).map(
    (label) =>
      `The ${part} part holds ${counts[label]} ${label} where ${Math.round(target[label])} were wanted, because groups stay whole: ${largestGroup(all)}.`,
  );
}
