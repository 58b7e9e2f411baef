import { AssayError } from '../../errors.js';
import { LABELS } from '../../labels.js';
import type { Part, Sample, Split } from '../sample.js';
import { largestGroup, type SplitSample, totalCounts, type Unit } from './units.js';

/** The parts of a split, in the order of use. */
export const SPLIT_PARTS: readonly Part[] = ['train', 'validation', 'test'];

/** The samples of one part, in the order given. */
export function samplesOf<T extends Pick<Sample, 'id'>>(
  split: Split,
  samples: readonly T[],
  part: Part,
): T[] {
  return samples.filter(({ id }) => Object.hasOwn(split.parts, id) && split.parts[id] === part);
}

/** Builds a split from units by part, after checking that every part named holds both classes. Throws E_SPLIT_CLASS. */
export function makeSplit(
  seed: number,
  method: string,
  units: Partial<Record<Part, readonly Unit[]>>,
  warnings: readonly string[] = [],
): Split {
  const entries: [string, Part][] = [];
  const all = SPLIT_PARTS.flatMap((part) => units[part] ?? []);
  for (const part of SPLIT_PARTS) {
    const members = units[part];
    if (members === undefined) continue;
    const counts = totalCounts(members);
    for (const label of LABELS) {
      if (counts[label] > 0) continue;
      const message = `The ${part} part of "${method}" would hold ${counts.real} real and ${counts.fake} fake; ${largestGroup(all)}.`;
      throw new AssayError(
        'E_SPLIT_CLASS',
        `${message} Both classes are needed: add pictures, or use another split or coarser parts.`,
      );
    }
    for (const unit of members) for (const { id } of unit.samples) entries.push([id, part]);
  }
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    seed,
    method,
    parts: Object.fromEntries(entries),
    ...(warnings.length === 0 ? {} : { warnings: [...warnings] }),
  };
}

/** "grouped (12 groups)" or "ungrouped", for the method's words. */
export function groupingOf(units: readonly Unit[]): string {
  const groups = units.filter(({ group }) => group !== undefined).length;
  return groups === 0 ? 'ungrouped' : `grouped (${groups} groups)`;
}

/** Throws E_ARGUMENT for ids that occur twice, and for a seed that is not a whole number. */
export function requireSplitInput(samples: readonly SplitSample[], seed: number): void {
  if (!Number.isInteger(seed))
    throw new AssayError('E_ARGUMENT', `The seed is ${seed}; a whole number was expected.`);
  const seen = new Set<string>();
  for (const { id } of samples) {
    if (seen.has(id))
      throw new AssayError('E_ARGUMENT', `The id ${JSON.stringify(id)} occurs twice; ids must be unique.`);
    seen.add(id);
  }
}
