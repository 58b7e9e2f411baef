#!/usr/bin/env node
import { EXIT } from './exit-codes.js';
import { run } from './run.js';

// A reader that closes early (`assay predict … | head`) wants no more: no error, and nothing left to print.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(
    `E_FILE_WRITE: The result could not be written to standard output: ${error.message}.\n`,
  );
  process.exit(EXIT.failure);
});
// Progress that nobody reads stops no run.
process.stderr.on('error', () => undefined);

process.exitCode = await run(process.argv.slice(2));
