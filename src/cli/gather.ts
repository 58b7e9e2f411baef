import { stat } from 'node:fs/promises';
import { probeFiles } from '../dataset/probe.js';
import type { SkippedFile } from '../dataset/sample.js';
import { type FoundFile, walkFiles } from '../dataset/walk.js';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';

/** Picture files named on a command line. */
export interface Gathered {
  files: FoundFile[];
  /** Entries of folders that were passed over: links, hidden files, files that are no pictures. */
  passedOver: SkippedFile[];
}

/**
 * The files that arguments name: files as they are, folders with every picture below them, told by content.
 * A file named outright, or one that claims by its name to be a picture, is kept whatever it holds, so that
 * its error is reported and not passed over. Throws E_FILE_NOT_FOUND, E_ARGUMENT where nothing is left.
 */
export async function gatherPictures(paths: readonly string[]): Promise<Gathered> {
  const gathered: Gathered = { files: [], passedOver: [] };
  for (const path of paths) {
    const found = await stat(path).catch((cause: unknown) => {
      throw new AssayError('E_FILE_NOT_FOUND', `${quoteName(path)} does not exist. Check the path.`, {
        cause,
      });
    });
    if (!found.isDirectory()) {
      gathered.files.push({ id: path, file: path });
      continue;
    }
    const walk = await walkFiles(path);
    const inside = (id: string): string => (path.endsWith('/') ? path : `${path}/`) + id;
    gathered.passedOver.push(...walk.skipped.map((skipped) => ({ ...skipped, id: inside(skipped.id) })));
    for (const { id, file, skip } of await probeFiles(walk.files)) {
      if (skip?.code !== 'E_DATASET_NOT_IMAGE') gathered.files.push({ id: inside(id), file });
      else gathered.passedOver.push({ id: inside(id), ...skip });
    }
  }
  if (gathered.files.length === 0) {
    const names = paths.map(quoteName).join(', ');
    throw new AssayError(
      'E_ARGUMENT',
      `No picture was found in ${names} (${gathered.passedOver.length} other entries); expected JPEG, PNG, WebP, AVIF, GIF or TIFF files.`,
    );
  }
  return gathered;
}
