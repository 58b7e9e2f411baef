import type { FileBytes, PredictFailure } from '../detect/index.js';
import { readContainer } from '../provenance/index.js';
import type { JudgeAnswers, JudgePool, JudgeTask } from '../scan/index.js';

/** Puts the pictures of many requests together into the jobs of one pool. */
export interface Batches {
  /** What comes of one picture. Rejects with the signal's reason where that aborts before a process has the picture. */
  ask<T extends JudgeTask>(
    task: T,
    input: FileBytes,
    signal: AbortSignal,
  ): Promise<JudgeAnswers[T] | PredictFailure>;
  /** Pictures not yet with a process. */
  readonly waiting: number;
}

interface Entry {
  task: JudgeTask;
  input: FileBytes;
  pixels: number;
  signal: AbortSignal;
  resolve(result: JudgeAnswers[JudgeTask] | PredictFailure): void;
  reject(error: unknown): void;
}

/** Pictures in one job: as many as fill the network's batches, as in a scan. A heat map is a job of its own. */
const MOST: Readonly<Record<JudgeTask, number>> = { verdict: 16, explained: 1, inspection: 16 };
/** Pictures that fill a batch of the network. */
const WORTH_WAITING = 8;
/** Pictures that a process decodes at once within a job. */
const DECODES = 2;
/** Pixels that each job may decode at once beside the others: those of two usual photographs. */
const USUAL_PIXELS = 25e6;
/** A picture's size stands in its first bytes, mostly in the very first; where not, it is taken for the largest allowed. */
const HEADER_BYTES = [2 ** 12, 2 ** 18];

/**
 * Hands pictures to a pool as it has room for jobs, so that a lone picture goes at once and many go together, and the
 * order is that of their coming. Memory for decoding is bounded over all jobs: those that would together decode more
 * pixels at once than usual photographs wait for one another.
 */
export function createBatches(pool: JudgePool, maxPixels: number): Batches {
  const queue: Entry[] = [];
  const budget = Math.max(maxPixels, pool.capacity * USUAL_PIXELS);
  let jobs = 0;
  let pixels = 0;

  function pump(): void {
    dropAborted();
    while (queue.length > 0 && jobs < pool.capacity) {
      // Every process has a job: another is only worth sending ahead where it is a full one.
      if (jobs >= pool.workers && queue.length < WORTH_WAITING) return;
      const entries = nextJob(queue, Math.max(1, pool.workers - jobs));
      const weight = decodedAtOnce(entries);
      if (jobs > 0 && pixels + weight > budget) return;
      queue.splice(0, entries.length);
      void run(entries, weight);
    }
  }

  async function run(entries: readonly Entry[], weight: number): Promise<void> {
    jobs++;
    pixels += weight;
    try {
      const results = await send(
        pool,
        entries[0]!.task,
        entries.map(({ input }) => input),
      );
      for (const [i, { resolve }] of entries.entries()) resolve(results[i]!);
    } catch (error) {
      for (const { reject } of entries) reject(error);
    } finally {
      jobs--;
      pixels -= weight;
      pump();
    }
  }

  function dropAborted(): void {
    for (let i = queue.length - 1; i >= 0; i--) {
      if (queue[i]!.signal.aborted) {
        const [{ reject, signal }] = queue.splice(i, 1) as [Entry];
        reject(signal.reason);
      }
    }
  }

  return {
    ask: <T extends JudgeTask>(task: T, input: FileBytes, signal: AbortSignal) =>
      new Promise<JudgeAnswers[T] | PredictFailure>((resolve, reject) => {
        const entry = { task, input, pixels: pixelsOf(input.bytes, maxPixels), signal, reject };
        queue.push({ ...entry, resolve: resolve as Entry['resolve'] });
        // After what has arrived by now, of this request and others, is queued as well.
        setImmediate(pump);
      }),
    get waiting() {
      return queue.length;
    },
  };
}

/** The first of a queue that go together: of one task, and no more than leave work for the other idle processes. */
function nextJob(queue: readonly Entry[], idle: number): Entry[] {
  const { task } = queue[0]!;
  const most = Math.min(MOST[task], Math.ceil(queue.length / idle));
  const end = queue.findIndex((entry, i) => i >= most || entry.task !== task);
  return queue.slice(0, end === -1 ? queue.length : end);
}

function decodedAtOnce(entries: readonly Entry[]): number {
  const largest = entries.map(({ pixels }) => pixels).sort((a, b) => b - a);
  return largest.slice(0, DECODES).reduce((sum, pixels) => sum + pixels, 0);
}

/** As the header states; a picture over the limit is refused undecoded and costs nothing. */
function pixelsOf(bytes: Uint8Array, maxPixels: number): number {
  for (const count of HEADER_BYTES) {
    const { width, height } = readContainer(bytes.subarray(0, count));
    if (width !== undefined && height !== undefined) return Math.min(maxPixels, width * height);
  }
  return maxPixels;
}

function send(
  pool: JudgePool,
  task: JudgeTask,
  inputs: readonly FileBytes[],
): Promise<(JudgeAnswers[JudgeTask] | PredictFailure)[]> {
  if (task === 'inspection') return pool.inspect(inputs);
  return pool.judge(inputs, { explain: task === 'explained' });
}
