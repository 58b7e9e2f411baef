import { createHash } from 'node:crypto';
import { kFold, leaveOneOut, type Part, type Sample, samplesOf, type Split } from '../../dataset/index.js';
import { isAssayError } from '../../errors.js';
import type { TrainConfig } from '../config.js';
import { choosesByValidation, type ResolvedCrossValidation } from './options.js';

/** One run of a cross-validation: what to train on, what to judge. Counted from 1. */
export interface PlannedFold {
  repeat: number;
  fold: number;
  /** `fold 3`, `repeat 2, fold 3` or `source "dalle"`: the split's name in tables and comparisons. */
  name: string;
  split: Split;
  training: Sample[];
  /** What the trainer may look at while training: an inner part where it chooses by it, else the judged one. */
  validation: Sample[];
  judged: Sample[];
}

/** All runs of a cross-validation, and what holds of all of them. */
export interface CrossValidationPlan {
  folds: PlannedFold[];
  /** Mean share of the samples that a run is judged on. */
  testFraction: number;
  /** Hex SHA-256 over which sample is judged in which run: configurations are compared where it is the same. */
  digest: string;
  /** How the runs were dealt, in words. */
  method: string;
  /** What fell short, once each. */
  warnings: string[];
}

/** Deals the samples, by their groups. The same samples, seed and options give the same plan. Throws E_SPLIT_*, E_ARGUMENT. */
export function planCrossValidation(
  samples: readonly Sample[],
  config: TrainConfig,
  options: ResolvedCrossValidation,
): CrossValidationPlan {
  const isInner = choosesByValidation(config, options);
  const common = { seed: config.seed, ...(isInner ? { innerValidation: config.validation } : {}) };
  const { folds: count, repeats, leaveOut } = options;
  const { splits, left } =
    leaveOut === null
      ? { splits: kFold(samples, { ...common, folds: count, repeats }), left: [] }
      : leaveOut.value === null
        ? leaveEachOut(samples, leaveOut.by, common)
        : { splits: leaveOneOut(samples, leaveOut.by, { ...common, value: leaveOut.value }), left: [] };
  const part = (split: Split, name: Part): Sample[] => samplesOf(split, samples, name);
  const folds = splits.map((split, i): PlannedFold => {
    const [repeat, fold] = leaveOut === null ? [Math.floor(i / count) + 1, (i % count) + 1] : [1, i + 1];
    return {
      repeat,
      fold,
      name: nameOf(split, repeat, fold, options),
      split,
      training: part(split, 'train'),
      validation: part(split, 'validation'),
      judged: part(split, isInner ? 'test' : 'validation'),
    };
  });
  const shares = folds.map(({ judged, split }) => judged.length / Object.keys(split.parts).length);
  return {
    folds,
    testFraction:
      leaveOut === null ? 1 / count : shares.reduce((sum, share) => sum + share, 0) / shares.length,
    digest: digestOf(folds),
    method: methodOf(folds),
    warnings: [...left, ...new Set(folds.flatMap(({ name, split }) => (split.warnings ?? []).map((text) => `${name}: ${text}`)))], // prettier-ignore
  };
}

/**
 * A split for each value that can be left out. A value that holds all of a class (the one source of photographs)
 * cannot be, and is said to be passed over. Throws E_SPLIT_CLASS where none can.
 */
function leaveEachOut(
  samples: readonly Sample[],
  by: string,
  common: { seed: number; innerValidation?: number },
): { splits: Split[]; left: string[] } {
  const valueOf = (sample: Sample): string | undefined =>
    by === 'source' ? sample.source : sample.attributes?.[by];
  const values = [...new Set(samples.map(valueOf))].filter((value) => value !== undefined).sort();
  // With fewer than two values it says so itself.
  if (values.length < 2) return { splits: leaveOneOut(samples, by, common), left: [] };
  const splits: Split[] = [];
  const left: string[] = [];
  let reason: unknown;
  for (const value of values) {
    try {
      splits.push(...leaveOneOut(samples, by, { ...common, value }));
    } catch (error) {
      if (!isAssayError(error) || error.code !== 'E_SPLIT_CLASS') throw error;
      reason = error;
      left.push(`${by} ${JSON.stringify(value)} is not left out: no picture of its class would be left.`);
    }
  }
  if (splits.length === 0) throw reason;
  return { splits, left };
}

function nameOf(split: Split, repeat: number, fold: number, options: ResolvedCrossValidation): string {
  if (options.leaveOut !== null)
    return split.method.replace(/^without /, '').replace(/, (un)?grouped.*$/, '');
  return options.repeats === 1 ? `fold ${fold}` : `repeat ${repeat}, fold ${fold}`;
}

/** The method of the first split, in the words of the whole. */
function methodOf(folds: readonly PlannedFold[]): string {
  return folds[0]!.split.method
    .replace(/^fold 1 of (\d+)/, '$1 folds')
    .replace(/, repeat 1 of (\d+)/, ', $1 repeats')
    .replace(
      /^without (\w+) "[^]*?", (?=grouped|ungrouped)/,
      `leaving out one $1 at a time (${folds.length}), `,
    );
}

function digestOf(folds: readonly PlannedFold[]): string {
  const hash = createHash('sha256');
  for (const { name, judged } of folds) {
    hash.update(`${name}\n`);
    for (const { id, label } of judged) hash.update(`${JSON.stringify(id)} ${label}\n`);
  }
  return hash.digest('hex');
}
