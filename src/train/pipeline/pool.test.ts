import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../random.js';
import { createViewPool } from './pool.js';
import type { ViewRecipe } from './view.js';

const recipe: ViewRecipe = { size: 16, kind: 'crop', flip: 0.5, equalise: true };
let folder: string;
const samples = [0, 1, 2, 3, 4].map((i) => ({ id: `${i}.png`, file: '' }));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-pool-'));
  for (const sample of samples) {
    sample.file = join(folder, sample.id);
    const random = createRandom(Number(sample.id[0]));
    const data = Buffer.from(Array.from({ length: 40 * 50 * 3 }, () => random.int(256)));
    await sharp(data, { raw: { width: 40, height: 50, channels: 3 } })
      .png()
      .toFile(sample.file);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

async function views(workers: number) {
  const pool = createViewPool(recipe, workers);
  const random = createRandom(1);
  const made = await Promise.all(samples.map((sample) => pool.view(sample, random.fork(sample.id).state())));
  const fixed = await pool.view(samples[0]!, null);
  await pool.close();
  return [...made, fixed].map(({ width, height, data }) => ({ width, height, data: [...data] }));
}

describe('view pool', () => {
  it('makes the same views with one worker and with three', async () => {
    const one = await views(1);
    expect(one[0]).toMatchObject({ width: 16, height: 16 });
    expect(await views(3)).toEqual(one);
    expect(one[0]).not.toEqual(one.at(-1));
  });

  it('passes on what is wrong with a file, and goes on', async () => {
    const bad = join(folder, 'bad.jpg');
    writeFileSync(bad, 'no picture');
    const pool = createViewPool(recipe, 1);
    await expect(pool.view({ id: 'bad.jpg', file: bad }, null)).rejects.toMatchObject({
      code: 'E_IMAGE_UNSUPPORTED',
    });
    expect((await pool.view(samples[0]!, null)).width).toBe(16);
    await pool.close();
  });
});
