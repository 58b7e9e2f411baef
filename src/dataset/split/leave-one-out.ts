import { AssayError } from '../../errors.js';
import { type Label, LABELS } from '../../labels.js';
import { createRandom, type Random } from '../../random.js';
import type { Sample, Split } from '../sample.js';
import { holdOutUnits } from './hold-out.js';
import { groupingOf, makeSplit, requireSplitInput } from './parts.js';
import { dealUnits, type Groups, totalCounts, type Unit, unitsOf } from './units.js';

/** Options of `leaveOneOut`. */
export interface LeaveOneOutOptions {
  seed: number;
  /**
   * Share of the other class that is judged beside a value that occurs in one class only (a generator has no
   * reals). It is the same share for every such value, so that their figures compare. Default 0.2.
   */
  counterpart?: number;
  /** Leave out this value only: one split. Default: each value in turn. */
  value?: string;
  /** As for `kFold`: given, what is judged is the `test` part; else it is `validation`. */
  innerValidation?: number;
  /** Groups by sample id. Default: the samples' own. */
  groups?: Groups;
}

/**
 * Leave-one-source-out: a split for each value of `source`, or of an attribute, in which that value is judged
 * and never trained on. Samples without the value are trained on. A sample that is grouped with a judged one
 * (the same prompt from another generator, say) is left out of that split altogether, with a warning that
 * counts them. Throws E_ARGUMENT where fewer than two values are there, E_SPLIT_CLASS where no training part
 * would be left.
 */
export function leaveOneOut(
  samples: readonly Pick<Sample, 'id' | 'label' | 'group' | 'source' | 'attributes'>[],
  by: string,
  options: LeaveOneOutOptions,
): Split[] {
  const { seed, counterpart = 0.2, innerValidation, groups } = options;
  requireSplitInput(samples, seed);
  if (!(counterpart > 0 && counterpart < 1)) {
    throw new AssayError(
      'E_ARGUMENT',
      `counterpart is ${counterpart}; a share between 0 and 1 was expected.`,
    );
  }
  const valueOf = new Map<string, string>();
  for (const { id, source, attributes } of samples) {
    const value =
      by === 'source' ? source : attributes && Object.hasOwn(attributes, by) ? attributes[by] : undefined;
    if (value !== undefined) valueOf.set(id, value);
  }
  const values = [...new Set(valueOf.values())].sort();
  if (values.length < 2) {
    const message = `${JSON.stringify(by)} has ${values.length} values (${values.join(', ') || 'none'}) over ${samples.length} samples; two at least are needed to leave one out.`;
    throw new AssayError('E_ARGUMENT', `${message} Use k-fold, or name another column.`);
  }
  const random = createRandom(seed).fork('leave-one-out');
  const units = unitsOf(samples, groups);
  const counterparts = Object.fromEntries(
    LABELS.map((label) => [label, drawCounterpart(units, label, counterpart, random.fork(label))]),
  ) as Record<Label, Set<string>>;

  if (options.value !== undefined && !values.includes(options.value)) {
    const message = `${JSON.stringify(by)} has no value ${JSON.stringify(options.value)}; it has ${values.slice(0, 20).join(', ')}.`;
    throw new AssayError('E_ARGUMENT', `${message} Name one of them.`);
  }
  const left = options.value === undefined ? values : [options.value];
  return left.map((value) => {
    const own = samples.filter(({ id }) => valueOf.get(id) === value);
    const judged = new Set(own.map(({ id }) => id));
    for (const label of LABELS) {
      if (own.some((sample) => sample.label === label)) continue;
      for (const id of counterparts[label]) judged.add(id);
    }
    const { inside, outside, dropped } = partition(units, judged);
    const method = `without ${by} ${JSON.stringify(value)}, ${groupingOf(units)}, seed ${seed}`;
    const warnings =
      dropped === 0
        ? []
        : [`${dropped} samples were left out because they share a group with a judged sample.`];
    if (innerValidation === undefined) {
      return makeSplit(seed, method, { train: outside, validation: inside }, warnings);
    }
    const inner = holdOutUnits(outside, { validation: innerValidation }, random.fork(`inner ${value}`));
    return makeSplit(seed, method, { ...inner.parts, test: inside }, [...warnings, ...inner.warnings]);
  });
}

/** Ids of a share of one class, whole groups at a time. */
function drawCounterpart(units: readonly Unit[], label: Label, share: number, random: Random): Set<string> {
  const holding = units.filter(({ counts }) => counts[label] > 0);
  const total = totalCounts(holding)[label];
  const wanted = Math.max(1, Math.round(total * share));
  const none = { fake: 0, real: 0 };
  const binOf = dealUnits(
    holding,
    [
      { ...none, [label]: total - wanted },
      { ...none, [label]: wanted },
    ],
    random,
  );
  const drawn = holding.filter((unit) => binOf.get(unit) === 1).flatMap((unit) => unit.samples);
  return new Set(drawn.filter((sample) => sample.label === label).map(({ id }) => id));
}

/** Cuts units at the judged ids: the judged samples, the units untouched by them, and the count of samples between. */
function partition(
  units: readonly Unit[],
  judged: ReadonlySet<string>,
): { inside: Unit[]; outside: Unit[]; dropped: number } {
  const inside: Unit[] = [];
  const outside: Unit[] = [];
  let dropped = 0;
  for (const unit of units) {
    const samples = unit.samples.filter(({ id }) => judged.has(id));
    if (samples.length === 0) {
      outside.push(unit);
      continue;
    }
    const counts = { fake: 0, real: 0 };
    for (const { label } of samples) counts[label]++;
    inside.push({ ...unit, samples, counts });
    dropped += unit.samples.length - samples.length;
  }
  return { inside, outside, dropped };
}
