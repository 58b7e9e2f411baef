import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { probeFiles } from '../dataset/probe.js';
import type { SkippedFile } from '../dataset/sample.js';
import { walkTree, type FoundFile } from '../dataset/walk.js';
import type { PredictFailure } from '../detect/index.js';
import { unreadable } from '../image/read-image-file.js';
import { isInside } from '../is-inside.js';

/** A file that is to be judged, one or a folder that cannot be read, or an entry that is passed over, with the reason. */
export type Listed = { file: string } | PredictFailure | { passedOver: SkippedFile };

/** Bounds on a listing. */
export interface ListOptions {
  /** Most folders inside one another. Default 32. */
  maxDepth?: number;
  /** Folders that are not entered: what a scan writes is not what it reads. */
  exclude?: readonly string[];
}

/** Entries looked into at once. */
const SLICE = 32;

/**
 * The files that paths name, one by one as they are found: files as they are, folders with every picture below
 * them, told by content. A file named outright, or one that claims by its name to be a picture, is kept whatever
 * it holds, so that its error is reported; so is that of a folder that cannot be read. Symbolic links inside folders
 * are not followed. Memory holds the names of one folder a level. Throws E_FILE_NOT_FOUND, E_FILE_READ.
 */
export async function* listPictures(
  paths: readonly string[],
  { maxDepth = 32, exclude = [] }: ListOptions = {},
): AsyncGenerator<Listed, void, void> {
  const kinds = await Promise.all(paths.map(isFolder));
  for (const [i, path] of paths.entries()) {
    if (!kinds[i]) {
      yield { file: path };
      continue;
    }
    const prefix = path.endsWith('/') ? path : `${path}/`;
    let slice: FoundFile[] = [];
    for await (const found of entriesOf(path, maxDepth, exclude)) {
      if (!('file' in found)) {
        yield leftOut({ ...found, id: prefix + found.id });
        continue;
      }
      slice.push(found);
      if (slice.length < SLICE) continue;
      yield* await probe(slice, prefix);
      slice = [];
    }
    yield* await probe(slice, prefix);
  }
}

/** How many entries `listPictures` will go through, found without looking into files. Throws as it does. */
export async function countEntries(
  paths: readonly string[],
  { maxDepth = 32, exclude = [] }: ListOptions = {},
): Promise<number> {
  let count = 0;
  for (const path of paths) {
    const entries = (await isFolder(path)) ? entriesOf(path, maxDepth, exclude) : [path];
    for await (const entry of entries) {
      void entry;
      count++;
    }
  }
  return count;
}

/** What a walk of a folder finds outside of the excluded folders. */
async function* entriesOf(
  path: string,
  maxDepth: number,
  exclude: readonly string[],
): AsyncGenerator<FoundFile | SkippedFile, void, void> {
  const barred = await Promise.all(exclude.map((folder) => realpath(folder).catch(() => resolve(folder))));
  const root = await realpath(path);
  for await (const found of walkTree(path, { maxDepth, maxEntries: Infinity })) {
    const at = resolve(root, found.id);
    if (!barred.some((folder) => isInside(at, folder))) yield found;
  }
}

/** Pictures may lie where a walk cannot look: that is a failure, all else that it leaves out is by rule. */
function leftOut(skipped: SkippedFile): Listed {
  const { id, code, message } = skipped;
  if (code === 'E_FILE_READ' || code === 'E_DATASET_NAME') return { file: id, error: { code, message } };
  if (code !== 'E_DATASET_LINK') return { passedOver: skipped };
  return { passedOver: { ...skipped, message: 'Links in folders are not followed; name what it leads to.' } };
}

async function probe(slice: readonly FoundFile[], prefix: string): Promise<Listed[]> {
  const probes = await probeFiles(slice);
  return probes.map(({ id, file, skip }) =>
    skip?.code === 'E_DATASET_NOT_IMAGE' ? { passedOver: { id: prefix + id, ...skip } } : { file },
  );
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
