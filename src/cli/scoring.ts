import type { SkippedFile } from '../dataset/index.js';
import { loadDetector, type Detector, type ScoreOptions } from '../detect/index.js';
import { createRandom } from '../random.js';
import { createProgress, visibleText, type Progress } from '../report/index.js';
import type { ScoreArguments } from './evaluate.js';

/** A detector at work in a terminal. */
export interface Scoring {
  detector: Detector;
  /** Options of a pass over `total` pictures, with its own progress bar. */
  options(label: string, total: number): ScoreOptions;
  /** A line for the user, unless told to be quiet. */
  note(text: string): void;
  /** Lists what was left out, the first ten by name. */
  listSkipped(skipped: readonly SkippedFile[]): void;
  close(): Promise<void>;
}

const LISTED = 10;

/** Opens a detector for scoring, with progress on standard error. Throws as `loadDetector`. */
export async function openScoring(
  detectorPath: string,
  { seed, equalise = false, threads, concurrency, quiet = false }: ScoreArguments,
  signal: AbortSignal,
): Promise<Scoring> {
  const detector = await loadDetector(detectorPath, threads === undefined ? {} : { threads });
  let progress: Progress | null = null;
  const note = (text: string): void => {
    if (!quiet) process.stderr.write(`${visibleText(text)}\n`);
  };
  return {
    detector,
    options: (label, total) => {
      progress?.stop();
      progress = quiet ? null : createProgress({ stream: process.stderr, total, label });
      const own = progress;
      return {
        random: createRandom(seed),
        equalise,
        signal,
        ...(concurrency === undefined ? {} : { concurrency }),
        onProgress: (done) => {
          own?.update(done);
          if (done === total) own?.finish();
        },
      };
    },
    note,
    listSkipped: (skipped) => {
      for (const { id, code, message } of skipped.slice(0, LISTED)) {
        note(`Left out ${id}: ${code} ${message}`);
      }
      const more = skipped.length - LISTED;
      if (more > 0) note(`Left out ${more} more.`);
    },
    close: async () => {
      progress?.stop();
      await detector.close();
    },
  };
}
