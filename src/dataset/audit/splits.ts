import type { Sample, Split } from '../sample.js';

/** The parts a sample lies in, one entry a split; undefined where a split leaves it out. */
export type PartsOf = (id: string) => readonly (string | undefined)[];

/** Reads off parts from the given splits, else from the data set's own. */
export function partsLookup(
  samples: readonly Sample[],
  split: Split | readonly Split[] | undefined,
): { partsOf: PartsOf; method: string | null } {
  if (split !== undefined) {
    const splits: readonly Split[] = 'parts' in split ? [split] : split;
    const partsOf: PartsOf = (id) =>
      splits.map(({ parts }) => (Object.hasOwn(parts, id) ? parts[id] : undefined));
    return { partsOf, method: splits.map(({ method }) => method).join('; ') };
  }
  const own = new Map(samples.map(({ id, attributes }) => [id, attributes?.['part']]));
  const isGiven = [...own.values()].some((part) => part !== undefined);
  return { partsOf: (id) => [own.get(id)], method: isGiven ? "the data set's own parts" : null };
}

/** The first two differing parts two samples lie in, or null when no split parts them. */
export function differingParts(partsOf: PartsOf, a: string, b: string): [string, string] | null {
  const [first, second] = [partsOf(a), partsOf(b)];
  for (let k = 0; k < first.length; k++) {
    const [x, y] = [first[k], second[k]];
    if (x !== undefined && y !== undefined && x !== y) return [x, y];
  }
  return null;
}

/** The data set's own groups whose members lie in different parts. */
export function brokenGroups(samples: readonly Sample[], partsOf: PartsOf): string[][] {
  const members = new Map<string, string[]>();
  for (const { id, group } of samples) {
    if (group !== undefined) members.set(group, [...(members.get(group) ?? []), id]);
  }
  return [...members.values()].flatMap((ids) => {
    const stranger = ids.find((id) => differingParts(partsOf, ids[0]!, id) !== null);
    return stranger === undefined
      ? []
      : [[ids[0]!, stranger, ...ids.slice(1).filter((id) => id !== stranger)]];
  });
}
