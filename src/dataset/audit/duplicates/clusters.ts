/** Joins numbered items into clusters (union-find with path halving). */
export interface Clusters {
  join(a: number, b: number): void;
  /** The cluster's smallest member: the same for all of its members. */
  find(item: number): number;
  /** How many items the item's cluster has. */
  sizeOf(item: number): number;
}

/** `count` items, each on its own. */
export function createClusters(count: number): Clusters {
  const parent = Uint32Array.from({ length: count }, (_, item) => item);
  const size = new Uint32Array(count).fill(1);
  const find = (item: number): number => {
    let at = item;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  return {
    find,
    sizeOf: (item) => size[find(item)]!,
    join(a, b) {
      const [rootA, rootB] = [find(a), find(b)];
      if (rootA === rootB) return;
      const [root, child] = rootA < rootB ? [rootA, rootB] : [rootB, rootA];
      parent[child] = root;
      size[root]! += size[child]!;
    },
  };
}
