import type { Sample } from './sample.js';

/**
 * Joins samples into groups that must not be torn apart: those that share a value of any key, and those of one
 * cluster. A group is named after its first sample's id; a sample that shares nothing has no group.
 */
export function joinGroups<T extends Pick<Sample, 'id'>>(
  samples: readonly T[],
  keys: readonly ((sample: T) => string | undefined)[],
  clusters: readonly (readonly string[])[] = [],
): Map<string, string> {
  const parents = new Map(samples.map(({ id }) => [id, id]));
  const find = (id: string): string => {
    let root = id;
    while (parents.get(root)! !== root) root = parents.get(root)!;
    for (let at = id; at !== root;) {
      const next = parents.get(at)!;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  const join = (a: string, b: string): void => {
    const [first, second] = [find(a), find(b)].sort() as [string, string];
    parents.set(second, first);
  };
  for (const keyOf of keys) {
    const firsts = new Map<string, string>();
    for (const sample of samples) {
      const key = keyOf(sample);
      if (key === undefined || key === '') continue;
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, sample.id);
      else join(first, sample.id);
    }
  }
  for (const cluster of clusters) {
    const [first, ...others] = cluster.filter((id) => parents.has(id));
    for (const id of others) join(first!, id);
  }
  const sizes = new Map<string, number>();
  for (const { id } of samples) sizes.set(find(id), (sizes.get(find(id)) ?? 0) + 1);
  return new Map(samples.map(({ id }) => [id, find(id)] as const).filter(([, root]) => sizes.get(root)! > 1));
}

/** The samples with these groups in place of their own. */
export function withGroups<T extends Sample>(
  samples: readonly T[],
  groups: ReadonlyMap<string, string>,
): T[] {
  return samples.map((sample) => {
    const grouped = { ...sample };
    const group = groups.get(sample.id);
    if (group === undefined) delete grouped.group;
    else grouped.group = group;
    return grouped;
  });
}
