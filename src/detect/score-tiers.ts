import { availableParallelism } from 'node:os';
import { mapInOrder } from '../concurrency.js';
import type { Sample, SkippedFile } from '../dataset/index.js';
import type { ScoredSample, Tier } from '../evaluate/index.js';
import type { EqualiseOptions, ImageLimits } from '../image/index.js';
import type { Random } from '../random.js';
import type { Detector, Prediction } from './detector.js';
import { createWorkerPool } from '../worker-pool.js';
import { plainError, predictEach, type PlainError } from './predict-each.js';
import { prepareStates, type PreparedStates, type StatesTask } from './prepare-states.js';
import type { ScoringTier } from './scoring-tiers.js';

/** How a data set is scored. */
export interface ScoreOptions {
  /** Draws the noise of degradations and the histories of `equalise`, by sample id: any order gives the same. */
  random: Random;
  /**
   * Give every picture a random new history first (`equalise`), the same one in every tier; options say from which
   * distribution. Default false.
   */
  equalise?: boolean | EqualiseOptions;
  /** Pictures under way at once, ahead of the network. Default: two a worker, or the cores, at most 4. */
  concurrency?: number;
  /**
   * Threads that decode and degrade beside this one; the result is the same for any number. Default: the cores, at
   * most 8, where pictures are degraded or equalised; else none, for decoding has threads of its own.
   */
  workers?: number;
  limits?: Partial<ImageLimits>;
  /** Called after each picture. */
  onProgress?: (done: number, total: number) => void;
  /** Stops the work; the call then throws the signal's reason. */
  signal?: AbortSignal;
}

/** A data set scored in several states. */
export interface ScoredTiers {
  /** In the order asked for, each with its samples in the order given. */
  tiers: Tier[];
  /** Pictures, or states of a picture, that could not be scored. */
  skipped: SkippedFile[];
  /** Hex SHA-256 of every file that was scored, by sample id. */
  digests: Map<string, string>;
}

interface Prepared extends PreparedStates {
  sample: Sample;
}

/** Views sent to the network together. */
const BATCH = 8;

/**
 * Scores samples with a detector in one or more states. Each picture is read and decoded once, degraded on its
 * decoded pixels, and let go: memory stays flat however many there are. Files that cannot be read are listed.
 * So are states that cannot be made of a picture. Throws the reason of `signal`.
 */
export async function scoreTiers(
  detector: Detector,
  samples: readonly Sample[],
  tiers: readonly ScoringTier[],
  options: ScoreOptions,
): Promise<ScoredTiers> {
  const { onProgress, signal } = options;
  const workers = options.workers ?? workersFor(tiers, options);
  const { concurrency = workers > 0 ? 2 * workers : Math.min(4, availableParallelism()) } = options;
  const scored: ScoredSample[][] = tiers.map(() => []);
  const skipped: SkippedFile[] = [];
  const digests = new Map<string, string>();
  let waiting: Prepared[] = [];
  let done = 0;

  async function flush(): Promise<void> {
    const batch = waiting;
    waiting = [];
    const views = batch.flatMap((item) => item.views.filter((view) => 'data' in view));
    const predictions = await predictEach(detector, views);
    for (const { sample, sha256, views: states } of batch) {
      for (const [k, view] of states.entries()) {
        const answer = 'error' in view ? view : predictions.shift()!;
        if ('error' in answer) skipped.push(skippedState(sample.id, tiers[k]!, k, answer.error));
        else {
          scored[k]!.push(scoredSample(sample, answer));
          digests.set(sample.id, sha256);
        }
      }
    }
    done += batch.length;
    onProgress?.(done, samples.length);
  }

  const preparer = createPreparer(detector, tiers, options, workers);
  try {
    for await (const item of mapInOrder(samples, concurrency, (sample) => preparer.prepare(sample))) {
      signal?.throwIfAborted();
      if ('error' in item) {
        skipped.push(item.error);
        onProgress?.(++done, samples.length);
        continue;
      }
      waiting.push(item);
      if (waiting.length * tiers.length >= BATCH) await flush();
    }
    if (waiting.length > 0) await flush();
  } finally {
    await preparer.close();
  }
  return {
    tiers: tiers.map(({ name, sweep }, k) => ({
      name,
      scored: scored[k]!,
      ...(sweep === undefined ? {} : { sweep }),
    })),
    skipped,
    digests,
  };
}

/** Makes the states of pictures, here or in worker threads. */
interface Preparer {
  prepare(sample: Sample): Promise<Prepared | { error: SkippedFile }>;
  close(): Promise<void>;
}

/** Plain scoring decodes in libvips' threads; degrading is work for threads of our own. */
function workersFor(tiers: readonly ScoringTier[], { equalise = false }: ScoreOptions): number {
  const isWork = equalise !== false || tiers.some(({ degradation }) => degradation.length > 0);
  return isWork ? Math.min(8, availableParallelism()) : 0;
}

function createPreparer(
  { info }: Detector,
  tiers: readonly ScoringTier[],
  { random, limits = {}, equalise = false }: ScoreOptions,
  workers: number,
): Preparer {
  const pool =
    workers === 0 ? null : createWorkerPool<StatesTask, PreparedStates>('detect/states-worker', workers);
  const shared = { tiers, limits, equalise, view: info.view, random: random.state() };
  return {
    async prepare(sample) {
      const task = { ...shared, id: sample.id, file: sample.file };
      try {
        return { sample, ...(await (pool ? pool.call(task) : prepareStates(task))) };
      } catch (error) {
        const failure = pool?.failure();
        if (failure) throw failure;
        return { error: { id: sample.id, ...plainError(error) } };
      }
    },
    close: () => pool?.close() ?? Promise.resolve(),
  };
}

/** Says which state it was, but for the first: that one stands for the picture. */
function skippedState(id: string, tier: ScoringTier, k: number, { code, message }: PlainError): SkippedFile {
  return { id, code, message: k === 0 ? message : `In the state "${tier.name}": ${message}` };
}

function scoredSample(
  { id, label, source, group, attributes }: Sample,
  { logit, probability }: Prediction,
): ScoredSample {
  return {
    id,
    label,
    logit,
    probability,
    ...(source === undefined ? {} : { source }),
    ...(group === undefined ? {} : { group }),
    ...(attributes === undefined ? {} : { attributes }),
  };
}
