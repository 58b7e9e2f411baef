import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AssayError } from '../errors.js';
import { recipeConfig } from './config.js';
import { dataName } from './data-name.js';
import { claimRunFolder, droppingUnbegun, readRunRecord, writeRunRecord } from './run-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('run folder', () => {
  it('takes a new or empty folder, and refuses one in use', async () => {
    expect(await claimRunFolder(join(folder, 'a/b'), 'x')).toBe(join(folder, 'a/b'));
    expect(await claimRunFolder(join(folder, 'a/b'), 'x')).toBe(join(folder, 'a/b'));
    writeFileSync(join(folder, 'a/b/notes.txt'), 'mine');
    await expect(claimRunFolder(join(folder, 'a/b'), 'x')).rejects.toMatchObject({ code: 'E_RUN_EXISTS' });
  });

  it('reads its record back, and says so where there is none', async () => {
    const config = recipeConfig({ root: 'faces' }, 2);
    await writeRunRecord(folder, { config, dataFingerprint: 'ab' });
    expect(await readRunRecord(folder)).toMatchObject({ config, dataFingerprint: 'ab' });
    await expect(readRunRecord(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'E_RUN_NOT_FOUND' });
    writeFileSync(join(folder, 'config.json'), '[]');
    await expect(readRunRecord(folder)).rejects.toMatchObject({ code: 'E_RUN_NOT_FOUND' });
  });

  it('refuses settings that were changed', async () => {
    const config = recipeConfig({ root: 'faces' }, 2);
    await writeRunRecord(folder, { config, dataFingerprint: null });
    const path = join(folder, 'config.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"size": 96', '"size": 64'));
    await expect(readRunRecord(folder)).rejects.toMatchObject({ code: 'E_RESUME_CHANGED' });
  });

  it('is taken back when nothing but the record is in it', async () => {
    for (const [name, kept] of [
      ['x', false],
      ['y', true],
    ] as const) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'config.json'), '{}');
      if (kept) writeFileSync(join(folder, name, 'split.csv'), '');
      const fails = () => Promise.reject(new AssayError('E_DATASET_EMPTY', 'no picture'));
      await expect(droppingUnbegun(join(folder, name), fails)).rejects.toThrow();
      expect(existsSync(join(folder, name, 'config.json'))).toBe(kept);
    }
  });

  it('names a run after its data', () => {
    expect(dataName({ data: { root: '/some/faces/' } })).toBe('faces');
    expect(dataName({ data: { csv: '/some/list.v2.csv' } })).toBe('list.v2');
  });
});
