import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFolder, writeFileWhole } from './files.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('makes a folder and those above it, also where two do so at once', async () => {
  const deep = join(folder, 'a', 'b', 'c');
  await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(join(folder, 'a', 'd'))]);
  await makeFolder(deep);
  expect(statSync(deep).isDirectory()).toBe(true);
});

it('says so where no folder can be made, and ends', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(makeFolder(join(folder, 'file'))).rejects.toThrow('EEXIST');
  await expect(makeFolder(join(folder, 'file', 'below'))).rejects.toThrow();
  const refused =
    process.platform === 'linux' ? '/proc/assay/run/result.json' : join(folder, 'file', 'a', 'b');
  await expect(writeFileWhole(refused, '')).rejects.toMatchObject({ code: 'E_FILE_WRITE' });
});
