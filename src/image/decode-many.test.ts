import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeMany } from './decode-many.js';
import { encodePng } from './encode.js';
import { hashFile } from './read-image-file.js';
import { noisePicture } from './testing/pictures.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'assay-many-'))));
afterAll(() => rm(folder, { recursive: true }));

it('keeps the order, hands on the items, and goes on after failures', async () => {
  const items: { file: string; side: number }[] = [];
  for (const side of [200, 3, 0, 50, 4, 0]) {
    const file = join(folder, `${items.length}.png`);
    await writeFile(file, side === 0 ? new Uint8Array(0) : await encodePng(noisePicture(side, side)));
    items.push({ file, side });
  }
  items.push({ file: join(folder, 'none.png'), side: -1 });
  for (const concurrency of [1, 3, 20]) {
    const seen: (number | string)[] = [];
    for await (const result of decodeMany(items, { concurrency })) {
      seen.push('error' in result ? result.error.code : result.image.width);
      if ('image' in result) expect(result.item.side).toBe(result.image.width);
    }
    expect(seen).toEqual([200, 3, 'E_IMAGE_EMPTY', 50, 4, 'E_IMAGE_EMPTY', 'E_FILE_NOT_FOUND']);
  }
});

it('passes limits on, and refuses an impossible concurrency', async () => {
  const file = join(folder, 'limited.png');
  await writeFile(file, await encodePng(noisePicture(9, 9)));
  for await (const result of decodeMany([file], { maxPixels: 80 }))
    expect(result).toHaveProperty('error.code', 'E_IMAGE_TOO_LARGE');
  expect(() => decodeMany([file], { concurrency: 0 })).toThrow(/concurrency/);
});

it('hashes a file', async () => {
  const file = join(folder, 'abc');
  await writeFile(file, 'abc');
  // FIPS 180-2, appendix B.1
  expect(await hashFile(file)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  await expect(hashFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
  await expect(hashFile(folder)).rejects.toMatchObject({ code: 'E_FILE_READ' });
});
