import { rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDataset } from './load.js';
import type { Dataset } from './sample.js';
import { makeTree, PNG } from './testing/tree.js';

const { a, b, c, d, e, f } = PNG;
const ids = ({ samples }: Dataset) => samples.map(({ id }) => id);
const skips = ({ skipped }: Dataset) => skipped.map(({ id, code }) => `${id} ${code}`);
const four = { 'real/1.png': a, 'real/2.png': b, 'fake/1.png': c, 'fake/2.png': d };

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
