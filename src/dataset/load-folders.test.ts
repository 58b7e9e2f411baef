import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labelOfFolder, placeOf } from './layout.js';
import { loadDataset } from './load.js';
import type { Dataset } from './sample.js';
import { makeTree, PNG } from './testing/tree.js';

const { a, b, c, d, e, f } = PNG;
const ids = ({ samples }: Dataset) => samples.map(({ id }) => id);
const four = { 'real/1.png': a, 'real/2.png': b, 'fake/1.png': c, 'fake/2.png': d };

describe('layouts', () => {
  it.each([
    ['real', 'fake'],
    ['training_real', 'training_fake'],
    ['Real', 'FAKE'],
    ['0_real', '1_fake'],
    ['nature', 'ai'],
  ])('reads %s and %s', async (real, fake) => {
    const root = await makeTree({
      [`${real}/1.png`]: a,
      [`${real}/2.png`]: b,
      [`${fake}/1.png`]: c,
      [`${fake}/x/2.png`]: d,
    });
    const dataset = await loadDataset({ root });
    expect(dataset.skipped).toEqual([]);
    expect(dataset.samples).toHaveLength(4);
    expect(dataset.samples.find(({ id }) => id === `${fake}/x/2.png`)).toEqual({
      id: `${fake}/x/2.png`,
      file: join(root, fake, 'x', '2.png'),
      label: 'fake',
      source: 'x',
    });
  });

  it('sorts by id whatever the order of the disk', async () => {
    const root = await makeTree({
      'real/b.png': a,
      'real/B.png': b,
      'real/ä.png': c,
      'real/10.png': d,
      'fake/2.png': e,
      'fake/1.png': f,
    });
    expect(ids(await loadDataset({ root }))).toEqual([
      'fake/1.png',
      'fake/2.png',
      'real/10.png',
      'real/B.png',
      'real/b.png',
      'real/ä.png',
    ]);
  });

  it('takes sources from the folders above where class folders stand further down', async () => {
    const root = await makeTree({
      'progan/0_real/1.png': a,
      'progan/1_fake/1.png': b,
      'test/sdxl/1_fake/1.png': c,
      'train/coco/0_real/1.png': d,
    });
    const { samples } = await loadDataset({ root });
    expect(samples.map(({ source, label, attributes }) => [source, label, attributes?.['part']])).toEqual([
      ['progan', 'real', undefined],
      ['progan', 'fake', undefined],
      ['sdxl', 'fake', 'test'],
      ['coco', 'real', 'train'],
    ]);
  });

  it('reads one folder a class', async () => {
    const root = await makeTree({ 'photos/1.png': a, 'photos/sub/2.png': b, 'gan/1.png': c, 'gan/2.png': d });
    const dataset = await loadDataset({ real: join(root, 'photos'), fake: join(root, 'gan') });
    expect(ids(dataset)).toEqual(['fake/1.png', 'fake/2.png', 'real/1.png', 'real/sub/2.png']);
    expect(dataset.root).toBe(root);
  });

  it('lets the outermost class folder decide', () => {
    expect(placeOf('fake/real_esrgan/real/x.png')).toMatchObject({
      label: 'fake',
      source: 'real_esrgan/real',
    });
    expect(placeOf('really/x.png')).toBeUndefined();
    expect(placeOf('real.png')).toBeUndefined();
    expect(labelOfFolder('constructor')).toBeUndefined();
  });
});

describe('errors', () => {
  it.each([
    ['E_DATASET_EMPTY', {}],
    ['E_DATASET_EMPTY', { 'real/notes.txt': 'x', 'fake/empty.png': '' }],
    ['E_DATASET_LAYOUT', { 'cats/1.png': a, 'dogs/1.png': b }],
    ['E_DATASET_LAYOUT', { '1.png': a }],
    ['E_DATASET_LAYOUT', { 'real/1.png': a, 'training_real/1.png': b, 'fake/1.png': c }],
    ['E_DATASET_ONE_CLASS', { 'real/1.png': a, 'real/2.png': b }],
    ['E_DATASET_ONE_CLASS', { 'real/1.png': a, 'real/2.png': b, 'fake/notes.txt': 'x' }],
    ['E_DATASET_TOO_SMALL', { 'real/1.png': a, 'real/2.png': b, 'fake/1.png': c }],
  ] as const)('%s for %j', async (code, files) => {
    const root = await makeTree(Object.fromEntries(Object.entries(files)));
    await expect(loadDataset({ root })).rejects.toMatchObject({ code });
  });

  it('says what was found', async () => {
    const root = await makeTree({ 'cats/1.png': a, 'dogs/1.png': b });
    await expect(loadDataset({ root })).rejects.toThrow(/"cats", "dogs"/);
    const oneClass = await makeTree({ 'real/1.png': a, 'real/2.png': b, 'fake/notes.txt': 'x' });
    await expect(loadDataset({ root: oneClass })).rejects.toThrow(
      /0 fake, 2 real \(1 left out, the first "fake\/notes.txt"/,
    );
    await expect(loadDataset({ root: join(oneClass, 'real') })).rejects.toThrow(/Did you mean its parent/);
  });

  it('finds folders that are missing, no folders, the same, or in one another', async () => {
    const root = await makeTree(four);
    const [real, fake] = [join(root, 'real'), join(root, 'fake')];
    await expect(loadDataset({ root: join(root, 'none') })).rejects.toMatchObject({
      code: 'E_DATASET_NOT_FOUND',
    });
    await expect(loadDataset({ root: join(real, '1.png') })).rejects.toMatchObject({
      code: 'E_DATASET_NOT_FOUND',
    });
    await expect(loadDataset({ real, fake: join(root, 'none') })).rejects.toMatchObject({
      code: 'E_DATASET_NOT_FOUND',
    });
    await expect(loadDataset({ real, fake: real })).rejects.toMatchObject({ code: 'E_DATASET_LAYOUT' });
    await expect(loadDataset({ real: root, fake })).rejects.toMatchObject({ code: 'E_DATASET_LAYOUT' });
  });

  it('bounds depth and count', async () => {
    const root = await makeTree(four);
    await mkdir(join(root, 'real', ...Array<string>(40).fill('d')), { recursive: true });
    await expect(loadDataset({ root })).rejects.toMatchObject({ code: 'E_DATASET_TOO_LARGE' });
    await expect(loadDataset({ root, maxDepth: 50, maxEntries: 20 })).rejects.toMatchObject({
      code: 'E_DATASET_TOO_LARGE',
    });
    await expect(loadDataset({ root, maxDepth: 50 })).resolves.toHaveProperty('samples.length', 4);
  });
});
