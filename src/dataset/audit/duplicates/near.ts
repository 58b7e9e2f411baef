import { mapInOrder, nextTurn } from '../../../concurrency.js';
import { createWorkerPool } from '../../../worker-pool.js';
import type { Clusters } from './clusters.js';
import { createSearch, createSettled, type SearchTask, type SharedLooks } from './search.js';
import type { SearchSetUp } from './search-worker.js';
import type { Look, NearPair } from './searched.js';
import { GREY_SIDE } from './signature.js';

/** Grey pictures of less standard deviation than this (of 255) show too little to be told apart. */
const PLAIN = 4;

/** True for a picture too plain to be told from others by its look. */
export function isPlain(grey: Uint8Array): boolean {
  let sum = 0;
  let squares = 0;
  for (const value of grey) {
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / grey.length - (sum / grey.length) ** 2)) < PLAIN;
}

/** How a search is done, whatever it finds. */
export interface SearchOptions {
  /** Threads; 0: this one. */
  workers: number;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** Pictures of one task. */
const TASK_SIZE = 64;

/**
 * Pairs of looks that show the same picture: saved, scaled or mildly retouched again, mirrored, turned by
 * quarter turns, or one cut out of the other (upright or mirrored, about half of each side kept, in one of the
 * data set's common proportions). Candidates come from signatures in a hash index and are confirmed by
 * correlation: the work grows with the number of pictures times the few that look alike, not with its square.
 * Plain pictures and those that `skip` names are not searched. Each pair is joined in `clusters`; of large
 * clusters only the pairs that made them are given. Any number of threads finds the same pairs.
 */
export async function findNearPairs(
  looks: readonly Look[],
  skip: (index: number) => boolean,
  clusters: Clusters,
  { workers, onProgress, signal }: SearchOptions,
): Promise<NearPair[]> {
  const shared = shareLooks(looks, skip, workers > 0);
  const settled = createSettled(clusters, looks.length);
  const pairs: NearPair[] = [];
  const own = createSearch(shared, looks.length);
  const total = shared.rows.length * (1 + own.crops);
  let done = 0;
  for (const crops of [[-1], Array.from({ length: own.crops }, (_, k) => k)]) {
    const tasks = crops.flatMap((crop) => tasksOf(crop, shared.rows.length));
    const run =
      workers === 0 ? null : startSearch(workers, { looks: shared, count: looks.length, known: pairs });
    try {
      const answers = mapInOrder(tasks, Math.max(1, 2 * workers), async (task) => {
        if (run !== null) return run.call(task);
        await nextTurn();
        return own.run(task);
      });
      let at = 0;
      for await (const found of answers) {
        signal?.throwIfAborted();
        // Threads do not know of each other's pairs: here it shows which of theirs were settled already.
        for (const pair of found) {
          if (settled.isSettled(pair.a, pair.b)) continue;
          settled.add(pair);
          pairs.push(pair);
        }
        const { from, to } = tasks[at++]!;
        onProgress?.((done += to - from), total);
      }
    } finally {
      await run?.close();
    }
  }
  return pairs;
}

function startSearch(
  workers: number,
  setUp: SearchSetUp,
): ReturnType<typeof createWorkerPool<SearchTask, NearPair[]>> {
  return createWorkerPool<SearchTask, NearPair[]>('dataset/audit/duplicates/search-worker', workers, setUp);
}

function shareLooks(
  looks: readonly Look[],
  skip: (index: number) => boolean,
  withThreads: boolean,
): SharedLooks {
  const rows = Uint32Array.from([...looks.keys()].filter((row) => !skip(row) && !isPlain(looks[row]!.grey)));
  const bytes = rows.length * GREY_SIDE ** 2;
  // A browser has shared memory only in pages isolated from others.
  const greys = new Uint8Array(withThreads ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  rows.forEach((row, k) => greys.set(looks[row]!.grey, k * GREY_SIDE ** 2));
  return { rows, aspects: Float64Array.from(rows, (row) => looks[row]!.aspect), greys };
}

function tasksOf(crop: number, count: number): SearchTask[] {
  return Array.from({ length: Math.ceil(count / TASK_SIZE) }, (_, k) => ({
    crop,
    from: k * TASK_SIZE,
    to: Math.min(count, (k + 1) * TASK_SIZE),
  }));
}
