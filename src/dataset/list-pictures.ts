import { stat } from 'node:fs/promises';
import { probeFiles } from './probe.js';
import type { SkippedFile } from './sample.js';
import { byId, type FoundFile, type WalkOptions, walkFiles } from './walk.js';

/**
 * Lists the pictures named by paths, for judging and not for training: a folder stands for every picture below
 * it (found by content, sorted), a file for itself, whatever it holds. Ids are the paths as given, with the
 * path below a folder added. What was left out of folders is in `skipped`.
 * Throws as `walkFiles`; a path that does not exist is kept as a file, so that its decoding tells.
 */
export async function listPictures(
  paths: Iterable<string>,
  options: WalkOptions = {},
): Promise<{ files: FoundFile[]; skipped: SkippedFile[] }> {
  const files: FoundFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      files.push({ id: path, file: path });
      continue;
    }
    const walk = await walkFiles(path, options);
    const prefix = path.endsWith('/') ? path : `${path}/`;
    const left = walk.skipped.map((skip) => ({ ...skip, id: prefix + skip.id }));
    for (const { id, file, skip } of await probeFiles(walk.files)) {
      if (skip) left.push({ id: prefix + id, ...skip });
      else files.push({ id: prefix + id, file });
    }
    skipped.push(...left.sort(byId));
  }
  return { files, skipped };
}
