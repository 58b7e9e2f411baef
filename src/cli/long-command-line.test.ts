import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { isTooLong } from './long-command-line.js';

it('leaves short command lines alone', () => {
  expect(isTooLong(['scan', 'a.jpg'])).toBe(false);
});

it('opens a detector for a thousand files named one by one', async () => {
  const built = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  const missing = Array.from({ length: 1000 }, (_, i) => `/none/${'none'.repeat(20)}-${i}.png`);
  const run = promisify(execFile)(process.execPath, [built, 'predict', ...missing]);
  const { code, stderr } = (await run.catch((error: unknown) => error)) as { code: number; stderr: string };
  expect(stderr).toContain('E_FILE_NOT_FOUND');
  expect(code).toBe(2);
});
