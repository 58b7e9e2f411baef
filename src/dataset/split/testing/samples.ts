import type { Label } from '../../../labels.js';
import type { Split } from '../../sample.js';
import type { SplitSample } from '../units.js';

/** Samples `real/0…` and `fake/0…`; `groupOf` may name a group. */
export function makeSamples(
  real: number,
  fake: number,
  groupOf?: (label: Label, i: number) => string | undefined,
): SplitSample[] {
  const some = (label: Label, count: number): SplitSample[] =>
    Array.from({ length: count }, (_, i) => {
      const group = groupOf?.(label, i);
      return { id: `${label}/${i}`, label, ...(group === undefined ? {} : { group }) };
    });
  return [...some('real', real), ...some('fake', fake)];
}

/** Groups that are in more than one part. */
export function straddling(samples: readonly SplitSample[], split: Split): string[] {
  const parts = new Map<string, Set<string>>();
  for (const { id, group } of samples) {
    const part = split.parts[id];
    if (group === undefined || part === undefined) continue;
    parts.set(group, (parts.get(group) ?? new Set()).add(part));
  }
  return [...parts].filter(([, names]) => names.size > 1).map(([group]) => group);
}
