import { fork } from 'node:child_process';
import { once } from 'node:events';
import { EXIT } from './exit-codes.js';

/**
 * Longest command line, in bytes, that is left alone. onnxruntime 1.30 reads /proc/self/cmdline and matches it with a
 * regular expression whose recursion overruns the stack: 45 KB of file names (`assay scan photos/*.jpg`) end the
 * process by SIGSEGV, 22 KB do not on the main thread; others have smaller stacks.
 */
const LONGEST = 4096;

/** The arguments of this process, wherever they were put. */
export async function givenArguments(): Promise<string[]> {
  if (process.env['ASSAY_ARGUMENTS'] !== 'by message' || process.send === undefined)
    return process.argv.slice(2);
  delete process.env['ASSAY_ARGUMENTS'];
  const [message] = (await once(process, 'message')) as [string[]];
  // The channel holds up no end of this process, but where the other one is killed this one must not go on.
  process.channel?.unref();
  process.once('disconnect', () => process.exit(EXIT.interrupted));
  return message;
}

/** True where the arguments make a command line too long to open the engine with. */
export function isTooLong(argv: readonly string[]): boolean {
  return process.platform === 'linux' && Buffer.byteLength(argv.join(' ')) > LONGEST;
}

/**
 * Runs this program anew with the arguments out of its command line, and gives its exit code. Signals that are sent to
 * this process alone are passed on.
 */
export async function runByMessage(argv: readonly string[]): Promise<number> {
  const env = { ...process.env, ASSAY_ARGUMENTS: 'by message' };
  const child = fork(process.argv[1]!, [], { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  child.send(argv);
  // A terminal's Ctrl-C reaches both; the child is the one that ends in good order.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  if (code !== null) return code;
  process.stderr.write(
    `E_INTERNAL: The process that did the work was ended by ${String(signal)}. Report it.\n`,
  );
  return EXIT.failure;
}
