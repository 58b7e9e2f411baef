import type { Label } from '../../labels.js';
import { checkProbabilities } from '../metrics/ranking.js';
import type { ScoredSample } from '../scored.js';
import { groupSamples } from '../statistics/bootstrap.js';
import { clopperPearsonUpper, wilsonInterval } from '../statistics/proportion.js';
import type { EvaluationWarning, ThresholdError, ThresholdFit, ThresholdRule, Thresholds } from '../types.js';
import { fitInput } from './fit-input.js';
import { countVerdicts, verdictOf } from './verdict.js';

export interface ThresholdOptions {
  /** Share of reals that may be called fake. Default .01. */
  maxFalsePositiveRate?: number;
  /** Share of fakes that may be called real. Default .05. */
  maxMissRate?: number;
  /** What the rates promise. Default `expected`. */
  rule?: ThresholdRule;
}

/**
 * Finds the two thresholds on the probability of fake that keep both errors within their rates and leave as
 * little as possible inconclusive.
 *
 * Rule `expected`: at most α·(G + 1) − 1 of G reals may lie at or above `fakeAtLeast`, so that a new real does
 * with a chance of at most α (split conformal prediction: Vovk et al. 2005; groups, each weighing 1, after Lee,
 * Barber & Willett 2023). 1 % needs 99 reals, 5 % needs 19 fakes. Rule `confident`: the one-sided 95 %
 * Clopper-Pearson bound on the rate is at most α; 1 % needs 299 reals, 5 % needs 59 fakes. With fewer, the
 * threshold goes beyond every sample of the class and the result carries a warning.
 *
 * A threshold lies midway between the last sample it excludes and the next observed probability, of either
 * class; it is null ("never say so") where that sample sits at the end of the scale. Where the two cross, both
 * move to the point of their overlap nearest ½: both rates still hold and nothing is inconclusive.
 * @throws AssayError E_ONE_CLASS E_SCORES
 */
export function fitThresholds(
  scored: readonly ScoredSample[],
  { maxFalsePositiveRate = 0.01, maxMissRate = 0.05, rule = 'expected' }: ThresholdOptions = {},
): ThresholdFit {
  fitInput(scored);
  checkProbabilities(
    scored.map((sample) => sample.label),
    scored.map((sample) => sample.probability),
  );
  const fakeSide = fitCut(scored, 'real', maxFalsePositiveRate, rule, { sign: 1, end: 1 });
  const realSide = fitCut(scored, 'fake', maxMissRate, rule, { sign: -1, end: 0 });
  let thresholds: Thresholds = { fakeAtLeast: fakeSide.cut, realAtMost: realSide.cut };
  const { fakeAtLeast, realAtMost } = thresholds;
  const bandIsEmpty = fakeAtLeast !== null && realAtMost !== null && realAtMost >= fakeAtLeast;
  if (bandIsEmpty) {
    const cut = Math.min(realAtMost, Math.max(fakeAtLeast, 0.5));
    thresholds = { fakeAtLeast: cut, realAtMost: cut };
  }
  const counts = countVerdicts(scored, thresholds);
  const share = (label: Label): number => {
    const { fake, real, inconclusive } = counts[label];
    return inconclusive / (fake + real + inconclusive);
  };
  return {
    thresholds,
    rule,
    falsePositives: { ...fakeSide.error, ...measured(scored, 'real', 'fake', thresholds) },
    misses: { ...realSide.error, ...measured(scored, 'fake', 'real', thresholds) },
    inconclusive: { fake: share('fake'), real: share('real') },
    bandIsEmpty,
    warnings: [...fakeSide.warnings, ...realSide.warnings],
  };
}

interface Side {
  /** 1 to look upwards along the probability, −1 to look down. */
  sign: 1 | -1;
  /** The end of the scale on that side. */
  end: 0 | 1;
}

interface Cut {
  cut: number | null;
  error: Pick<ThresholdError, 'allowed' | 'guaranteed'>;
  warnings: EvaluationWarning[];
}

/** The cut nearest to the middle that few enough samples of `label` lie beyond. */
function fitCut(
  scored: readonly ScoredSample[],
  label: Label,
  allowed: number,
  rule: ThresholdRule,
  { sign, end }: Side,
): Cut {
  const ofClass = scored.filter((sample) => sample.label === label);
  const shares = shareOfGroup(ofClass);
  const groups = groupSamples(ofClass).groups;
  const isWithin = (beyond: number): boolean =>
    rule === 'expected'
      ? beyond + 1 <= allowed * (groups + 1) * ROUNDING
      : clopperPearsonUpper(beyond, groups) <= allowed;
  const guaranteed = isWithin(0);

  // From the far end inwards: `last` is the outermost sample that the cut must leave out.
  const order = [...ofClass.keys()].sort(
    (a, b) => sign * (ofClass[b]!.probability - ofClass[a]!.probability),
  );
  let beyond = 0;
  let last = ofClass[order[0]!]!.probability;
  for (let at = 0; at < order.length;) {
    last = ofClass[order[at]!]!.probability;
    for (; at < order.length && ofClass[order[at]!]!.probability === last; at++)
      beyond += shares[order[at]!]!;
    if (!isWithin(beyond)) break;
    if (at === order.length) return { cut: 1 - end, error: { allowed, guaranteed }, warnings: [] };
  }
  const outside = scored.map((sample) => sample.probability).filter((p) => sign * (p - last) > 0);
  const next = outside.reduce((nearest, p) => (sign * (p - nearest) < 0 ? p : nearest), end as number);
  const warnings = guaranteed ? [] : [tooFew(label, allowed, groups, rule)];
  const middle = (last + next) / 2;
  const cut = middle === last ? next : middle; // neighbouring floats have no middle
  return { cut: next === last ? null : cut, error: { allowed, guaranteed }, warnings };
}

/** The weight of each sample when each group weighs 1. */
function shareOfGroup(samples: readonly ScoredSample[]): Float64Array {
  const { of, groups } = groupSamples(samples);
  const sizes = new Uint32Array(groups);
  for (const group of of) sizes[group]! += 1;
  return Float64Array.from(of, (group) => 1 / sizes[group]!);
}

function measured(
  scored: readonly ScoredSample[],
  label: Label,
  wrong: Label,
  thresholds: Thresholds,
): Pick<ThresholdError, 'samples' | 'groups' | 'errors' | 'rate' | 'upperBound'> {
  const ofClass = scored.filter((sample) => sample.label === label);
  const shares = shareOfGroup(ofClass);
  const { groups } = groupSamples(ofClass);
  let errors = 0;
  let errorGroups = 0;
  ofClass.forEach(({ probability }, i) => {
    if (verdictOf(probability, thresholds) !== wrong) return;
    errors++;
    errorGroups += shares[i]!;
  });
  return {
    samples: ofClass.length,
    groups,
    errors,
    rate: wilsonInterval(errorGroups, groups),
    upperBound: clopperPearsonUpper(errorGroups, groups),
  };
}

function tooFew(label: Label, allowed: number, groups: number, rule: ThresholdRule): EvaluationWarning {
  const needed =
    rule === 'expected' ? Math.ceil(1 / allowed - 1) : Math.ceil(Math.log(0.05) / Math.log1p(-allowed));
  const [other, code] =
    label === 'real' ? (['fake', 'FEW_REALS'] as const) : (['real', 'FEW_FAKES'] as const);
  const percent = `${Number((100 * allowed).toPrecision(3))} %`;
  return {
    code,
    message: `${groups} independent ${label} samples cannot promise that at most ${percent} of them are called ${other}; that takes ${needed}. The threshold lies beyond every ${label} sample seen.`,
  };
}

/** 1 % of 100 is one, whatever the product's last bit says. */
const ROUNDING = 1 + 1e-12;
