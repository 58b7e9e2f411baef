import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTree, PNG } from '../dataset/testing/tree.js';
import { countEntries, listPictures, type ListOptions } from './list.js';

async function listed(paths: string[], root: string, options?: ListOptions) {
  const files: string[] = [];
  const passedOver: string[] = [];
  for await (const entry of listPictures(paths, options)) {
    if ('file' in entry) files.push(entry.file.slice(root.length + 1));
    else passedOver.push(`${entry.passedOver.id.slice(root.length + 1)} ${entry.passedOver.code}`);
  }
  return { files, passedOver };
}

it('lists pictures by content below folders, in one order, and files as they are named', async () => {
  const root = await makeTree({
    'b.png': PNG.a,
    'a/2.png': PNG.b,
    'a/10.dat': PNG.c,
    'a/notes.txt': 'no picture',
    'a/broken.jpg': 'no picture',
    '.hidden/x.png': PNG.a,
    'z.txt': 'named outright',
  });
  expect(await listed([root, join(root, 'z.txt')], root)).toEqual({
    files: ['a/10.dat', 'a/2.png', 'a/broken.jpg', 'b.png', 'z.txt'],
    passedOver: ['.hidden E_DATASET_HIDDEN', 'a/notes.txt E_DATASET_NOT_IMAGE', 'z.txt E_DATASET_NOT_IMAGE'],
  });
  expect(await countEntries([root, join(root, 'z.txt')])).toBe(8);
});

it('leaves the root by no link, runs in no circle, goes no deeper than told, and not into what is excluded', async () => {
  const outside = await makeTree({ 'secret.png': PNG.a });
  const root = await makeTree({ 'in/a.png': PNG.a, 'in/deep/b.png': PNG.b, 'maps/c.png': PNG.c });
  await symlink(outside, join(root, 'in', 'out'));
  await symlink(root, join(root, 'in', 'loop'));
  await symlink(join(outside, 'secret.png'), join(root, 'in', 'link.png'));
  const links = ['in/link.png', 'in/loop', 'in/out'].map((id) => `${id} E_DATASET_LINK`);
  const withoutMaps = { exclude: [join(root, 'maps')] };
  expect(await listed([root], root, withoutMaps)).toEqual({
    files: ['in/a.png', 'in/deep/b.png'],
    passedOver: links,
  });
  expect(await countEntries([root], withoutMaps)).toBe(5);
  expect(await listed([root], root, { maxDepth: 1 })).toEqual({
    files: ['in/a.png', 'maps/c.png'],
    passedOver: ['in/deep E_DATASET_TOO_LARGE', ...links],
  });
});

it('lists thousands in slices, and says what does not exist', async () => {
  const names = Array.from({ length: 70 }, (_, i) => `${String(i).padStart(3, '0')}.png`);
  const root = await makeTree(Object.fromEntries(names.map((name) => [name, PNG.a])));
  expect((await listed([root], root)).files).toEqual(names);
  await mkdir(join(root, 'empty'));
  expect((await listed([join(root, 'empty')], root)).files).toEqual([]);
  await expect(countEntries([join(root, 'none')])).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
});
