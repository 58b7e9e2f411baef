import { mapInOrder } from '../concurrency.js';
import type { SkippedFile } from '../dataset/sample.js';
import type { PredictFailure, Verdict } from '../detect/index.js';
import type { Listed } from './list.js';
import type { JudgePool } from './pool/pool.js';

/** A verdict's name. */
export type VerdictName = Verdict['verdict'];

/** What a scan says of one entry: judged, not judged and why, judged by an earlier scan, or no picture. */
export type ScanItem =
  | { kind: 'judged'; verdict: Verdict }
  | { kind: 'failed'; failure: PredictFailure }
  | { kind: 'known'; file: string; verdict: VerdictName }
  | { kind: 'passed-over'; entry: SkippedFile };

/** How many there were of each; `known` ones are counted under their verdict as well. */
export interface ScanCounts extends Record<VerdictName, number> {
  failed: number;
  passedOver: number;
  known: number;
}

/** How a scan runs. */
export interface ScanOptions {
  /** Files sent to a process together. Default 16. */
  chunk?: number;
  /** The verdict that an earlier scan gave a file of the same bytes by the same detector. */
  known?: (file: string) => Promise<VerdictName | undefined>;
  /** Stops the scan; the loop then throws the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Judges what is listed and yields it in the order listed, whatever the number of processes. A file that cannot be
 * judged is yielded with its error and the scan goes on. Memory stays flat however many there are: a bounded number
 * of chunks is under way, and breaking out of the loop starts no further one.
 */
export async function* scan(
  pool: JudgePool,
  listed: AsyncIterable<Listed> | Iterable<Listed>,
  { chunk = 16, known, signal }: ScanOptions = {},
): AsyncGenerator<ScanItem, void, void> {
  // Enough that a slow file at the head holds up nobody for long.
  const underWay = 4 * pool.workers;
  const chunks = mapInOrder(inChunks(listed, chunk), underWay, (some) => judgeChunk(pool, some, known));
  try {
    for (;;) {
      const { value: items, done } = await unlessAborted(chunks.next(), signal);
      if (done === true) return;
      yield* items;
    }
  } finally {
    // Not waited for: where the signal stopped the scan, a chunk may still be under way.
    void chunks.return().catch(() => undefined);
  }
}

/** What comes of the work; where the signal stops it first, throws its reason at once and lets the work be. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
  });
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop);
  try {
    return await Promise.race([stopped, work]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Counts of a scan from its start. */
export function noCounts(): ScanCounts {
  return { fake: 0, real: 0, inconclusive: 0, failed: 0, passedOver: 0, known: 0 };
}

/** Adds one item to the counts. */
export function count(counts: ScanCounts, item: ScanItem): void {
  if (item.kind === 'judged') counts[item.verdict.verdict]++;
  else if (item.kind === 'failed') counts.failed++;
  else if (item.kind === 'passed-over') counts.passedOver++;
  else {
    counts[item.verdict]++;
    counts.known++;
  }
}

async function judgeChunk(
  pool: JudgePool,
  listed: readonly Listed[],
  known: ScanOptions['known'],
): Promise<ScanItem[]> {
  const items: (ScanItem | null)[] = await Promise.all(
    listed.map(async (entry) => {
      if ('passedOver' in entry) return { kind: 'passed-over' as const, entry: entry.passedOver };
      if ('error' in entry) return { kind: 'failed' as const, failure: entry };
      const verdict = await known?.(entry.file);
      return verdict === undefined ? null : { kind: 'known' as const, file: entry.file, verdict };
    }),
  );
  const files = listed.flatMap((entry, i) => ('file' in entry && items[i] === null ? [entry.file] : []));
  const results = files.length > 0 ? await pool.judge(files) : [];
  return items.map((item) => item ?? toItem(results.shift()!));
}

function toItem(result: Verdict | PredictFailure): ScanItem {
  return 'error' in result ? { kind: 'failed', failure: result } : { kind: 'judged', verdict: result };
}

async function* inChunks<T>(
  items: AsyncIterable<T> | Iterable<T>,
  size: number,
): AsyncGenerator<T[], void, void> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
