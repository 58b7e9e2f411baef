import type { Command } from 'commander';
import { EXIT } from './exit-codes.js';

/** With --resume, an option that would change the run must not pass silently. Throws commander's error. */
export function refuseOthers(run: string, data: string | undefined, command: Command): string {
  const allowed = new Set(['resume', 'acceptFindings', 'dataCache', 'json', 'quiet']);
  const given = Object.keys(command.opts()).filter(
    (name) => command.getOptionValueSource(name) === 'cli' && !allowed.has(name),
  );
  if (data === undefined && given.length === 0) return run;
  return command.error(
    `--resume goes on with the settings the run began with; found also ${[...(data === undefined ? [] : ['DATA']), ...given].join(', ')}. Leave these out, or start a new run.`,
    { exitCode: EXIT.usage },
  );
}

/** A signal that Ctrl-C or SIGTERM aborts; a second Ctrl-C ends at once. */
export function interruptible(): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return { signal: controller.signal, dispose: () => process.off('SIGINT', stop).off('SIGTERM', stop) };
}
