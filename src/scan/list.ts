import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { probeFiles } from '../dataset/probe.js';
import type { SkippedFile } from '../dataset/sample.js';
import { walkTree, type FoundFile } from '../dataset/walk.js';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';

/** A file that is to be judged, or an entry of a folder that is passed over, with the reason. */
export type Listed = { file: string } | { passedOver: SkippedFile };

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
 * it holds, so that its error is reported. Symbolic links inside folders are not followed. Memory holds the names
 * of one folder a level. Throws E_FILE_NOT_FOUND, E_FILE_READ.
 */
export async function* listPictures(
  paths: readonly string[],
  { maxDepth = 32, exclude = [] }: ListOptions = {},
): AsyncGenerator<Listed, void, void> {
  const kinds = await Promise.all(paths.map(isFolder));
  const barred = await Promise.all(exclude.map((path) => realpath(path).catch(() => resolve(path))));
  for (const [i, path] of paths.entries()) {
    if (!kinds[i]) {
      yield { file: path };
      continue;
    }
    const prefix = path.endsWith('/') ? path : `${path}/`;
    const root = await realpath(path);
    const isBarred = (id: string): boolean => {
      const at = resolve(root, id);
      return barred.some((folder) => at === folder || at.startsWith(`${folder}/`));
    };
    let slice: FoundFile[] = [];
    for await (const found of walkTree(path, { maxDepth, maxEntries: Infinity })) {
      if (isBarred(found.id)) continue;
      if (!('file' in found)) {
        yield { passedOver: { ...found, id: prefix + found.id } };
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
  { maxDepth = 32 }: ListOptions = {},
): Promise<number> {
  let count = 0;
  for (const path of paths) {
    const entries = (await isFolder(path)) ? walkTree(path, { maxDepth, maxEntries: Infinity }) : [path];
    for await (const entry of entries) {
      void entry;
      count++;
    }
  }
  return count;
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
    throw new AssayError('E_FILE_NOT_FOUND', `${quoteName(path)} does not exist. Check the path.`, { cause });
  }
}
