import { AssayError } from '../../errors.js';
import { LABELS } from '../../labels.js';
import { createRandom } from '../../random.js';
import type { Split } from '../sample.js';
import { holdOutUnits, shortfalls } from './hold-out.js';
import { groupingOf, makeSplit, requireSplitInput } from './parts.js';
import { dealUnits, type Groups, largestGroup, type SplitSample, totalCounts, unitsOf } from './units.js';

/** Folds, repeats and seed of a cross-validation. */
export interface KFoldOptions {
  seed: number;
  /** Default 5. */
  folds?: number;
  /** How often all samples are dealt anew. Default 1. */
  repeats?: number;
  /**
   * Share of each training part to validate on while training. Given, the fold judged is the `test` part; not
   * given, it is `validation`, and nothing may be chosen by it.
   */
  innerValidation?: number;
  /** Groups by sample id. Default: the samples' own. */
  groups?: Groups;
}

/**
 * Repeated stratified k-fold cross-validation: `folds × repeats` splits, repeat by repeat; within a repeat each
 * sample is judged once. Groups stay whole. Throws E_ARGUMENT, E_SPLIT_FOLDS where a class has fewer groups than
 * folds, E_SPLIT_CLASS.
 */
export function kFold(samples: readonly SplitSample[], options: KFoldOptions): Split[] {
  const { seed, folds = 5, repeats = 1, innerValidation, groups } = options;
  requireSplitInput(samples, seed);
  for (const [name, value, least] of [
    ['folds', folds, 2],
    ['repeats', repeats, 1],
  ] as const) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new AssayError('E_ARGUMENT', `${name} is ${value}; a whole number from ${least} was expected.`);
  }
  const units = unitsOf(samples, groups);
  for (const label of LABELS) {
    const holding = units.filter(({ counts }) => counts[label] > 0).length;
    if (holding >= folds) continue;
    const message = `${folds} folds were asked for, but the ${label} pictures form only ${holding} separate groups; ${largestGroup(units)}.`;
    throw new AssayError('E_SPLIT_FOLDS', `${message} Ask for at most ${holding} folds.`);
  }
  const totals = totalCounts(units);
  const target = { fake: totals.fake / folds, real: totals.real / folds };
  const splits: Split[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const random = createRandom(seed).fork('k-fold').fork(repeat);
    const binOf = dealUnits(units, Array<typeof target>(folds).fill(target), random);
    for (let fold = 0; fold < folds; fold++) {
      const judged = units.filter((unit) => binOf.get(unit) === fold);
      const rest = units.filter((unit) => binOf.get(unit) !== fold);
      const round = repeats === 1 ? '' : `, repeat ${repeat + 1} of ${repeats}`;
      const method = `fold ${fold + 1} of ${folds}${round}, stratified by label, ${groupingOf(units)}, seed ${seed}`;
      const warnings = shortfalls('judged', judged, target, units);
      if (innerValidation === undefined) {
        splits.push(makeSplit(seed, method, { train: rest, validation: judged }, warnings));
      } else {
        const inner = holdOutUnits(rest, { validation: innerValidation }, random.fork(fold));
        splits.push(
          makeSplit(seed, method, { ...inner.parts, test: judged }, [...warnings, ...inner.warnings]),
        );
      }
    }
  }
  return splits;
}
