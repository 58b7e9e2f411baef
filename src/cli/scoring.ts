import type { SkippedFile } from '../dataset/index.js';
import type { ScoreOptions } from '../detect/index.js';
import { createRandom } from '../random.js';
import { createProgress, visibleText, type Progress } from '../report/index.js';
import type { ScoreArguments } from './evaluate.js';

/** What a command that scores data sets shows on the way, on standard error. */
export interface ScoringOutput {
  /** Options of a pass over `total` pictures, with its own progress bar. */
  options(label: string, total: number): ScoreOptions;
  /** A line for the user, unless told to be quiet. */
  note(text: string): void;
  /** Lists what was left out, the first ten by name. */
  listSkipped(skipped: readonly SkippedFile[]): void;
  /** Ends a bar that was broken off. */
  stop(): void;
}

const LISTED = 10;

/** Options of scoring as arguments name them, with progress and notes on standard error. */
export function createScoringOutput(
  { seed, equalise = false, concurrency, quiet = false }: ScoreArguments,
  signal: AbortSignal,
): ScoringOutput {
  let progress: Progress | null = null;
  const note = (text: string): void => {
    if (!quiet) process.stderr.write(`${visibleText(text)}\n`);
  };
  return {
    options: (label, total) => {
      progress?.stop();
      const own = (progress = quiet ? null : createProgress({ stream: process.stderr, total, label }));
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
    stop: () => progress?.stop(),
  };
}
