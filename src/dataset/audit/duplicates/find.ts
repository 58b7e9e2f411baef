import type { MeasuredSample } from '../facts/gather.js';
import type { DuplicateKind, DuplicatePair, DuplicateReport } from '../types.js';
import { createClusters, type Clusters } from './clusters.js';
import { findExactGroups } from './exact.js';
import { findNearPairs, isPlain, type SearchOptions } from './near.js';

/** Pairs listed in a report; counts and clusters are always complete. */
export const MAX_LISTED_PAIRS = 500;

/** Duplicates, and the cluster of every row. */
export interface FoundDuplicates {
  report: DuplicateReport;
  /** Every pair, in the report's order. */
  pairs: DuplicatePair[];
  clusters: Clusters;
}

/**
 * Finds exact and near-duplicates. Of files that are equal the first stands for the others in the search for
 * near-duplicates, and pairs are formed with that first one only. Throws the signal's reason.
 */
export async function findDuplicates(
  measured: readonly MeasuredSample[],
  partsBetween: (a: string, b: string) => [string, string] | null,
  options: SearchOptions,
): Promise<FoundDuplicates> {
  const clusters = createClusters(measured.length);
  const isCopy = new Uint8Array(measured.length);
  const pairs: DuplicatePair[] = [];
  const add = (
    a: number,
    b: number,
    kind: DuplicateKind,
    correlation: number,
    part?: DuplicatePair['part'],
  ): void => {
    const [first, second] = [measured[Math.min(a, b)]!.sample, measured[Math.max(a, b)]!.sample];
    const parts = partsBetween(first.id, second.id);
    pairs.push({
      a: first.id,
      b: second.id,
      kind,
      correlation: Math.round(correlation * 1e4) / 1e4,
      crossLabel: first.label !== second.label,
      ...(parts === null ? {} : { parts }),
      ...(part === undefined ? {} : { part }),
    });
    clusters.join(a, b);
  };

  const exact = findExactGroups(measured);
  for (const [kind, groups] of [
    ['same-bytes', exact.sameBytes],
    ['same-pixels', exact.samePixels],
  ] as const) {
    for (const [first, ...copies] of groups) {
      for (const copy of copies) {
        add(first!, copy, kind, 1);
        isCopy[copy] = 1;
      }
    }
  }
  const looks = measured.map(({ record }) => ({
    grey: record.grey,
    aspect: Number(record.facts.width) / Number(record.facts.height),
  }));
  const near = await findNearPairs(looks, (row) => isCopy[row] === 1, clusters, options);
  for (const { a, b, kind, correlation, part } of near) {
    if (part === undefined) add(a, b, kind, correlation);
    else {
      const { index, ...place } = part;
      add(a, b, kind, correlation, { id: measured[index]!.sample.id, ...place });
    }
  }
  pairs.sort(byImportance);
  const tooPlain = looks.reduce((count, { grey }) => count + Number(isPlain(grey)), 0);
  return { report: makeReport(measured, pairs, clusters, tooPlain), pairs, clusters };
}

function makeReport(
  measured: readonly MeasuredSample[],
  pairs: readonly DuplicatePair[],
  clusters: Clusters,
  tooPlain: number,
): DuplicateReport {
  const counts = { 'same-bytes': 0, 'same-pixels': 0, near: 0, 'near-turned': 0, crop: 0 };
  for (const { kind } of pairs) counts[kind]++;
  const members = new Map<number, string[]>();
  measured.forEach(({ sample }, row) => {
    if (clusters.sizeOf(row) < 2) return;
    const root = clusters.find(row);
    members.set(root, [...(members.get(root) ?? []), sample.id]);
  });
  const lists = [...members.values()];
  return {
    counts,
    crossLabelPairs: pairs.filter(({ crossLabel }) => crossLabel).length,
    acrossSplitPairs: pairs.filter(({ parts }) => parts !== undefined).length,
    pairs: pairs.slice(0, MAX_LISTED_PAIRS),
    clusters: lists,
    redundant: lists.reduce((sum, ids) => sum + ids.length - 1, 0),
    tooPlain,
  };
}

/** Across splits first, then across labels, then the most alike; ids decide what is left. */
function byImportance(x: DuplicatePair, y: DuplicatePair): number {
  return (
    Number(y.parts !== undefined) - Number(x.parts !== undefined) ||
    Number(y.crossLabel) - Number(x.crossLabel) ||
    KINDS.indexOf(x.kind) - KINDS.indexOf(y.kind) ||
    y.correlation - x.correlation ||
    (x.a < y.a ? -1 : x.a > y.a ? 1 : x.b < y.b ? -1 : 1)
  );
}

const KINDS: readonly DuplicateKind[] = ['same-bytes', 'same-pixels', 'near', 'near-turned', 'crop'];
