import { type Label, LABELS } from '../../labels.js';
import { type Random, shuffle } from '../../random.js';
import type { Sample } from '../sample.js';

/** What a split needs to know of a sample. */
export type SplitSample = Pick<Sample, 'id' | 'label' | 'group'>;

/** Samples that stay together: a group, or a sample on its own. */
export interface Unit {
  /** The group's name; nothing for a sample on its own. */
  group?: string;
  samples: SplitSample[];
  counts: Record<Label, number>;
}

/** Groups by sample id, where they are not the samples' own `group`. */
export type Groups = ReadonlyMap<string, string>;

/** Collects samples into units, in an order that depends on ids only. */
export function unitsOf(samples: Iterable<SplitSample>, groups?: Groups): Unit[] {
  const sorted = [...samples].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const byGroup = new Map<string, Unit>();
  const units: Unit[] = [];
  for (const sample of sorted) {
    const group = groups ? groups.get(sample.id) : sample.group;
    let unit = group === undefined ? undefined : byGroup.get(group);
    if (unit === undefined) {
      unit = { ...(group === undefined ? {} : { group }), samples: [], counts: { fake: 0, real: 0 } };
      units.push(unit);
      if (group !== undefined) byGroup.set(group, unit);
    }
    unit.samples.push(sample);
    unit.counts[sample.label]++;
  }
  return units;
}

/**
 * Deals units to bins so that each bin comes near its target of each label, never breaking a unit: largest
 * units first, equals in random order, each to the bin where it lowers Σ (count − target)² / target most. Single
 * samples meet whole-number targets exactly. Returns the bin of each unit.
 */
export function dealUnits(
  units: readonly Unit[],
  targets: readonly Readonly<Record<Label, number>>[],
  random: Random,
): Map<Unit, number> {
  const order = shuffle([...units], random).sort((a, b) => b.samples.length - a.samples.length);
  const filled = targets.map(() => ({ fake: 0, real: 0 }));
  const binOf = new Map<Unit, number>();
  for (const unit of order) {
    let best = 0;
    let lowest = Infinity;
    targets.forEach((target, bin) => {
      let cost = 0;
      for (const label of LABELS) {
        const added = unit.counts[label];
        const room = target[label] - filled[bin]![label];
        cost += (added * (added - 2 * room)) / Math.max(target[label], 0.5);
      }
      if (cost < lowest - 1e-12) [best, lowest] = [bin, cost];
    });
    for (const label of LABELS) filled[best]![label] += unit.counts[label];
    binOf.set(unit, best);
  }
  return binOf;
}

/** How many samples of each label are in some units. */
export function totalCounts(units: Iterable<Unit>): Record<Label, number> {
  const totals = { fake: 0, real: 0 };
  for (const { counts } of units) for (const label of LABELS) totals[label] += counts[label];
  return totals;
}

/** The largest group in words, for messages. */
export function largestGroup(units: readonly Unit[]): string {
  const grouped = units.filter(({ group }) => group !== undefined);
  if (grouped.length === 0) return 'there are no groups';
  const largest = grouped.reduce((a, b) => (b.samples.length > a.samples.length ? b : a));
  return `the largest group, ${JSON.stringify(largest.group)}, holds ${largest.counts.real} real and ${largest.counts.fake} fake`;
}
