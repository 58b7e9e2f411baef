import type { SetExit } from './commands.js';
import { EXIT } from './exit-codes.js';
import { interruptible } from './resumable.js';

/** Does work that Ctrl-C or SIGTERM stops cleanly, with the exit code that says so. */
export async function untilInterrupted(
  setExit: SetExit,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { signal, dispose } = interruptible();
  try {
    await work(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write('Stopped.\n');
    setExit(EXIT.interrupted);
  } finally {
    dispose();
  }
}
