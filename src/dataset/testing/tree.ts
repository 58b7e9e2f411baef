import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { encodePng } from '../../image/encode.js';
import { smoothPicture } from '../../image/testing/pictures.js';

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Writes files below a fresh folder, which goes away after the test, and returns the folder. */
export async function makeTree(files: Record<string, string | Uint8Array>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'assay-data-'));
  made.push(root);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

const [a, b, c, d, e, f] = await Promise.all(
  [1, 2, 3, 4, 5, 6].map((seed) => encodePng(smoothPicture(8, 8, seed))),
);

/** Six small PNGs that differ. */
export const PNG = { a: a!, b: b!, c: c!, d: d!, e: e!, f: f! };
