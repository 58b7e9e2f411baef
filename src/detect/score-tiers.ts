import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { mapInOrder } from '../concurrency.js';
import type { Sample, SkippedFile } from '../dataset/index.js';
import type { ScoredSample, Tier } from '../evaluate/index.js';
import {
  applyDegradation,
  decodeImage,
  equalise,
  type EqualiseOptions,
  readImageFile,
  type Image,
  type ImageLimits,
} from '../image/index.js';
import type { Random } from '../random.js';
import type { Detector, Prediction } from './detector.js';
import { plainError, predictEach, type PlainError } from './predict-each.js';
import type { ScoringTier } from './scoring-tiers.js';
import { viewOf } from './view.js';

/** How a data set is scored. */
export interface ScoreOptions {
  /** Draws the noise of degradations and the histories of `equalise`, by sample id: any order gives the same. */
  random: Random;
  /**
   * Give every picture a random new history first (`equalise`), the same one in every tier; options say from which
   * distribution. Default false.
   */
  equalise?: boolean | EqualiseOptions;
  /** Pictures read, decoded and degraded at once, ahead of the network. Default: the cores, at most 4. */
  concurrency?: number;
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

/** A picture in every state, ready for the network. */
interface Prepared {
  sample: Sample;
  sha256: string;
  views: (Image | { error: PlainError })[];
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
  const { concurrency = Math.min(4, availableParallelism()), onProgress, signal } = options;
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

  const prepared = mapInOrder(samples, concurrency, (sample) => prepare(detector, sample, tiers, options));
  for await (const item of prepared) {
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

async function prepare(
  detector: Detector,
  sample: Sample,
  tiers: readonly ScoringTier[],
  { random, limits = {}, ...options }: ScoreOptions,
): Promise<Prepared | { error: SkippedFile }> {
  try {
    const bytes = await readImageFile(sample.file, limits.maxBytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const decoded = await decodeImage(bytes, { ...limits, name: sample.id });
    const image = options.equalise
      ? await equalise(
          decoded,
          random.fork('equalise').fork(sample.id),
          options.equalise === true ? {} : options.equalise,
        )
      : decoded;
    const views: Prepared['views'] = [];
    for (const { name, degradation } of tiers) {
      try {
        const state = await applyDegradation(image, degradation, random.fork(name).fork(sample.id));
        views.push(viewOf(detector.info, state));
      } catch (error) {
        views.push({ error: plainError(error) });
      }
    }
    return { sample, sha256, views };
  } catch (error) {
    return { error: { id: sample.id, ...plainError(error) } };
  }
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
