import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listPictures } from './list-pictures.js';
import { makeTree, PNG } from './testing/tree.js';

it('lists folders by content and files as given', async () => {
  const root = await makeTree({ 'b/2.png': PNG.a, 'b/1': PNG.b, 'b/x.txt': 'x', 'a.txt': 'x' });
  const [folder, file, none] = [join(root, 'b'), join(root, 'a.txt'), join(root, 'none')];
  const { files, skipped } = await listPictures([folder, file, none, `${folder}/`]);
  expect(files.map(({ id }) => id)).toEqual([
    `${folder}/1`,
    `${folder}/2.png`,
    file,
    none,
    `${folder}/1`,
    `${folder}/2.png`,
  ]);
  expect(skipped.map(({ id, code }) => [id, code])).toEqual(
    Array(2).fill([`${folder}/x.txt`, 'E_DATASET_NOT_IMAGE']),
  );
});
