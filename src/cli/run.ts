import { Command, CommanderError } from 'commander';
import { isAssayError, type ErrorCode } from '../errors.js';
import { VERSION } from '../version.js';
import { EXIT } from './exit-codes.js';
import { createCommands } from './commands.js';

/**
 * Parses arguments, runs one command and returns the exit code (see `exit-codes.ts`).
 * No user mistake ends in a stack trace; `ASSAY_DEBUG=1` prints the one of an internal fault.
 */
export async function run(argv: string[]): Promise<number> {
  let code: number = EXIT.ok;
  const program = inherit(new Command('assay'))
    .description(
      'Tell AI-generated and manipulated images from photographs: audit, train, calibrate, detect, explain.\n' +
        'Everything runs on this machine; no picture leaves it.',
    )
    .version(VERSION)
    .configureHelp({ sortSubcommands: false });
  for (const command of createCommands((exit) => (code = exit))) program.addCommand(inherit(command));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return report(error);
  }
}

/** What the list of commands says of one: its description up to the first colon, full stop or line end. */
function firstClause(description: string): string {
  return description.split(/[:.](?:\s|$)|\n/)[0]!;
}

/** Settings that every command shares; commander does not pass them down to commands made elsewhere. */
function inherit(command: Command): Command {
  return command
    .summary(firstClause(command.description()))
    .exitOverride()
    .showHelpAfterError('(add --help for what the command accepts)')
    .configureOutput({ outputError: (text, write) => write(`E_ARGUMENT: ${text.replace(/^error: /, '')}`) });
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (isAssayError(error)) {
    process.stderr.write(`${error.code}: ${error.message}\n`);
    return exitFor(error.code);
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`E_INTERNAL: ${message}. This is a fault of Assay itself: please report it.\n`);
  if (process.env.ASSAY_DEBUG && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  return EXIT.failure;
}

/** Failures on the way, as against input that was wrong from the start. */
function exitFor(code: ErrorCode): number {
  const failures: readonly string[] = ['E_FILE_WRITE', 'E_INTERNAL', 'E_TRAIN_DIVERGED'];
  return failures.includes(code) || code.startsWith('E_RUNTIME') ? EXIT.failure : EXIT.usage;
}
