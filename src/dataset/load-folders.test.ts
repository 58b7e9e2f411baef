import { mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labelOfFolder, placeOf } from './layout.js';
import { loadDataset } from './load.js';
import type { Dataset } from './sample.js';
import { makeTree, PNG } from './testing/tree.js';

const { a, b, c, d, e, f } = PNG;
const ids = ({ samples }: Dataset) => samples.map(({ id }) => id);
const skips = ({ skipped }: Dataset) => skipped.map(({ id, code }) => `${id} ${code}`);
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

describe('what is left out is listed', () => {
  it('tells pictures by content', async () => {
    const root = await makeTree({
      ...four,
      'real/no-extension': e,
      'real/wrong.jpg': f,
      'real/empty.jpg': '',
      'real/page.jpg': '<html>',
      'real/notes.txt': 'hello',
      'fake/vector.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'fake/.DS_Store': 'x',
      '__MACOSX/real/1.png': a,
      'labels.txt': 'x',
      'extra/1.png': a,
    });
    const dataset = await loadDataset({ root });
    expect(ids(dataset)).toHaveLength(6);
    expect(skips(dataset)).toEqual([
      '__MACOSX E_DATASET_HIDDEN',
      'extra/1.png E_DATASET_OUTSIDE',
      'fake/.DS_Store E_DATASET_HIDDEN',
      'fake/vector.svg E_IMAGE_UNSUPPORTED',
      'labels.txt E_DATASET_NOT_IMAGE',
      'real/empty.jpg E_IMAGE_EMPTY',
      'real/notes.txt E_DATASET_NOT_IMAGE',
      'real/page.jpg E_IMAGE_UNSUPPORTED',
    ]);
  });

  it('reads odd names', async () => {
    const names = [
      'with space.png',
      `quote'".png`,
      'né—日本語.png',
      'line\nbreak.png',
      '__proto__',
      '-rf.png',
      '%2e.png',
      '<b>.png',
    ];
    const files = Object.fromEntries(names.map((name) => [`real/${name}`, a]));
    const root = await makeTree({ ...four, ...files });
    expect(new Set(ids(await loadDataset({ root })))).toEqual(
      new Set([...Object.keys(four), ...Object.keys(files)]),
    );
  });

  it.runIf(process.platform === 'linux')('lists a name that is not UTF-8', async () => {
    const root = await makeTree(four);
    const odd = Buffer.concat([Buffer.from(join(root, 'real/')), Buffer.of(0xff, 0xfe), Buffer.from('.png')]);
    await rename(join(root, 'real/1.png'), odd);
    await expect(loadDataset({ root })).rejects.toThrow(/E_DATASET_NAME/);
  });

  it('counts an archive unpacked into itself once', async () => {
    const faces = {
      'training_real/1.png': a,
      'training_real/2.png': b,
      'training_fake/1.png': c,
      'training_fake/2.png': d,
    };
    const again = Object.entries(faces).map(([path, bytes]) => [
      `real_and_fake_face_detection/real_and_fake_face/${path}`,
      bytes,
    ]);
    const whole = Object.entries(faces).map(([path, bytes]) => [`real_and_fake_face/${path}`, bytes]);
    const dataset = await loadDataset({ root: await makeTree(Object.fromEntries([...whole, ...again])) });
    expect(ids(dataset)).toEqual(whole.map(([path]) => path).sort());
    expect(dataset.samples.every(({ source }) => source === undefined)).toBe(true);
    expect(dataset.skipped.map(({ code }) => code)).toEqual(Array(4).fill('E_DATASET_DUPLICATE_COPY'));

    const inside = await loadDataset({ root: await makeTree({ ...faces, ...Object.fromEntries(again) }) });
    expect(ids(inside)).toEqual(Object.keys(faces).sort());
    expect(inside.skipped).toHaveLength(4);
  });

  it('keeps what only looks like a copy: another name, label, part or content', async () => {
    const root = await makeTree({
      'train/real/1.png': a,
      'test/real/1.png': a,
      'train/real/2.png': a,
      'train/fake/1.png': a,
      'train/fake/x/1.png': b,
      'train/fake/y/1.png': Buffer.concat([b.subarray(0, -1), Buffer.of(b.at(-1)! ^ 1)]),
    });
    const dataset = await loadDataset({ root });
    expect([dataset.samples.length, dataset.skipped.length]).toEqual([6, 0]);
  });
});

describe('links', () => {
  it('are not followed: loops, files, ways out', async () => {
    const outside = await makeTree({ 'secret.png': e });
    const root = await makeTree(four);
    await symlink(root, join(root, 'real/loop'));
    await symlink(join(outside, 'secret.png'), join(root, 'fake/secret.png'));
    await symlink(outside, join(root, 'fake/out'));
    await symlink('nowhere', join(root, 'real/dangling.png'));
    const dataset = await loadDataset({ root });
    expect(ids(dataset)).toEqual(Object.keys(four).sort());
    expect(dataset.skipped.map(({ code }) => code)).toEqual(Array(4).fill('E_DATASET_LINK'));
  });

  it('are followed where allowed, each folder once', async () => {
    const outside = await makeTree({ 'secret.png': e, 'deep/6.png': f });
    const root = await makeTree(four);
    await symlink(root, join(root, 'real/loop'));
    await symlink(join(outside, 'secret.png'), join(root, 'fake/secret.png'));
    await symlink(join(outside, 'deep'), join(root, 'fake/deep'));
    await symlink('..', join(outside, 'deep/up'));
    const dataset = await loadDataset({ root, followLinks: true });
    expect(ids(dataset)).toEqual([
      'fake/1.png',
      'fake/2.png',
      'fake/deep/6.png',
      'fake/secret.png',
      'real/1.png',
      'real/2.png',
    ]);
    // What the link `up` shows again is set aside as copies.
    expect(skips(dataset)).toContain('real/loop E_DATASET_LINK');
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
