/**
 * Exit codes of every command; documented in `docs/cli.md`, so a script may rely on them.
 */
export const EXIT = {
  /** Done; nothing to report. */
  ok: 0,
  /** Done, and the answer is the one the caller asked to fail on (`--strict`, `--fail-on`). */
  found: 1,
  /** Wrong arguments or unusable input: nothing was done. */
  usage: 2,
  /** Done, but some files could not be read; each is listed with its code. */
  partial: 3,
  /** Stopped by a failure on the way (disk full, a fault of Assay); finished work is kept. */
  failure: 4,
  /** Stopped by Ctrl-C or SIGTERM; a run can be resumed. */
  interrupted: 130,
} as const;
