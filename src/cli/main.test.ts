import { statSync } from 'node:fs';
import { expect, it } from 'vitest';

it.skipIf(process.platform === 'win32')('is executable once built, for npx to start it', () => {
  const { mode } = statSync(new URL('../../dist/cli/main.js', import.meta.url));
  expect(mode & 0o111).toBe(0o111);
});
