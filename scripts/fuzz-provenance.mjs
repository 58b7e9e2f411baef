// Long fuzz run of the provenance room: node scripts/fuzz-provenance.mjs [--runs 10000] [--seed 1]
// Mutates one file of every container `runs` times; the same seed gives the same files. Ends in 1 at the first fault,
// with the file that caused it in base64.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const require = createRequire(import.meta.url);
const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', 'src/provenance/fuzz.test.ts', '--silent=false', '--testTimeout=0'],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, ASSAY_FUZZ_RUNS: values.runs, ASSAY_FUZZ_SEED: values.seed },
  },
);
process.exitCode = status ?? 1;
