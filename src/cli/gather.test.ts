import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatherPictures } from './gather.js';

const GIF = Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-gather-'));
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep', 'a picture.gif'), GIF);
  writeFileSync(join(folder, 'b'), GIF);
  writeFileSync(join(folder, 'empty.jpg'), '');
  writeFileSync(join(folder, 'notes.txt'), 'no picture');
  symlinkSync(folder, join(folder, 'deep', 'loop'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('gatherPictures', () => {
  it('takes pictures by content, claims by name, and lists what it passed over', async () => {
    const { files, passedOver } = await gatherPictures([folder]);
    expect(files.map(({ id }) => id.slice(folder.length + 1))).toEqual([
      'b',
      'deep/a picture.gif',
      'empty.jpg',
    ]);
    expect(passedOver.map(({ code }) => code).toSorted()).toEqual(['E_DATASET_LINK', 'E_DATASET_NOT_IMAGE']);
  });

  it('keeps a file that is named outright, whatever it holds', async () => {
    const path = join(folder, 'notes.txt');
    expect((await gatherPictures([path])).files).toEqual([{ id: path, file: path }]);
  });

  it('says so when there is nothing', async () => {
    await expect(gatherPictures([join(folder, 'gone')])).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
    mkdirSync(join(folder, 'void'));
    await expect(gatherPictures([join(folder, 'void')])).rejects.toMatchObject({ code: 'E_ARGUMENT' });
  });
});
