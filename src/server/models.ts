import { basename } from 'node:path';
import { availableParallelism } from 'node:os';
import {
  AUTO,
  detectorFiles,
  readCard,
  resolveModel,
  summariseCard,
  type CardSummary,
  type DetectorPlace,
} from '../detect/index.js';
import { openJudgePool, type JudgePool, type JudgeSettings } from '../scan/index.js';
import { createBatches, type Batches } from './batches.js';

/** One of the detectors of a model, and what its card says. */
export interface ModelDetector extends CardSummary {
  /** The name inside the file. */
  name: string;
  sha256: string;
}

/** A detector that the service offers, with the processes that judge with it. */
export interface Model {
  /** What `?model=` takes. */
  name: string;
  pool: JudgePool;
  /** Those that judge: one, or several of which each picture's content chooses. */
  detectors: ModelDetector[];
  batches: Batches;
}

/** How models are opened. */
export interface ModelOptions {
  /** Built-in names, `.onnx` files or run folders; the first is the default. Empty: `auto`. */
  detectors: readonly string[];
  /** Processes for each. Default: the cores shared out among them, at most 16. */
  workers?: number | undefined;
  judge: Omit<JudgeSettings, 'detector'>;
  maxPixels: number;
}

/** A process that gives no answer for so long is taken for hung; the longest a picture can hold others up. */
const WATCHDOG_MS = 120_000;

/** How many processes each of `count` models gets where none are asked for. */
export function defaultWorkers(count: number): number {
  return Math.max(1, Math.min(16, Math.floor(availableParallelism() / count)));
}

/** Opens every detector in processes of its own. Throws as `resolveModel` and `openJudgePool`; then none is left open. */
export async function openModels({ detectors, workers, judge, maxPixels }: ModelOptions): Promise<Model[]> {
  const paths = await Promise.all(
    (detectors.length === 0 ? [AUTO] : detectors).map((name) => resolveModel(name)),
  );
  const each = workers ?? defaultWorkers(paths.length);
  const pools = await Promise.allSettled(
    paths.map((detector) =>
      openJudgePool({ ...judge, detector }, { workers: each, watchdogMs: WATCHDOG_MS }),
    ),
  );
  const refused = pools.find((result) => result.status === 'rejected');
  if (refused) {
    await Promise.all(
      pools.map((result) => (result.status === 'fulfilled' ? result.value.close() : undefined)),
    );
    throw refused.reason;
  }
  const names = modelNames(paths);
  const opened = pools.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return Promise.all(
    opened.map(async (pool, i) => ({
      name: names[i]!,
      pool,
      detectors: await cardsOf(pool, paths[i]!),
      batches: createBatches(pool, maxPixels),
    })),
  );
}

function cardsOf({ detectors }: JudgePool, place: DetectorPlace): Promise<ModelDetector[]> {
  const files = detectorFiles(place);
  return Promise.all(
    detectors.map(async ({ info, sha256 }, i) => ({
      name: info.name,
      sha256,
      ...summariseCard(await readCard(files[i]!)),
    })),
  );
}

/** A name for each detector: the file's or run folder's own, numbered where several are the same. */
export function modelNames(paths: readonly DetectorPlace[]): string[] {
  const names: string[] = [];
  for (const path of paths) {
    const name = (typeof path === 'string' ? basename(path) : AUTO).replace(/\.onnx$/, '') || 'detector';
    let numbered = name;
    for (let n = 2; names.includes(numbered); n++) numbered = `${name}-${n}`;
    names.push(numbered);
  }
  return names;
}
