import { type Dirent, promises as fs } from 'node:fs';
import { join } from 'node:path';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import type { SkippedFile } from './sample.js';

/** Bounds on a walk, and whether symbolic links are followed. */
export interface WalkOptions {
  /** Follow symbolic links, out of the root too; each folder is entered once. Default false. */
  followLinks?: boolean;
  /** Most folders inside one another. Default 32. */
  maxDepth?: number;
  /** Most files and folders. Default 5,000,000. */
  maxEntries?: number;
}

/** A regular file found by a walk. */
export interface FoundFile {
  /** The path below the root, with forward slashes. */
  id: string;
  /** The path on this machine. */
  file: string;
}

/** What a walk found: files sorted by id (UTF-16 code units), and what was passed over and why. */
export interface FolderWalk {
  files: FoundFile[];
  skipped: SkippedFile[];
}

/**
 * Lists every regular file below a folder. Symbolic links are not followed unless told so, hidden files and
 * folders (a leading dot, `__MACOSX`) are passed over; each such entry is listed in `skipped`.
 * Throws E_DATASET_NOT_FOUND, E_FILE_READ, E_DATASET_TOO_LARGE.
 */
export async function walkFiles(root: string, options: WalkOptions = {}): Promise<FolderWalk> {
  const { maxDepth = 32 } = options;
  const walk: FolderWalk = { files: [], skipped: [] };
  for await (const found of walkTree(root, options)) {
    if ('file' in found) walk.files.push(found);
    else if (found.code !== 'E_DATASET_TOO_LARGE') walk.skipped.push(found);
    else throw tooLarge(`${quoteName(`${found.id}/`)} lies deeper than ${maxDepth} folders`, 'maxDepth');
  }
  walk.files.sort(byId);
  walk.skipped.sort(byId);
  return walk;
}

/**
 * What `walkFiles` lists, one by one as it is found: memory holds the names of one folder of each level and no
 * more. The names of a folder come in the order of UTF-16 code units, a folder's content in its place. A folder that lies too
 * deep comes as skipped (E_DATASET_TOO_LARGE).
 * Throws E_DATASET_NOT_FOUND, E_FILE_READ, E_DATASET_TOO_LARGE where there are too many entries.
 */
export async function* walkTree(
  root: string,
  options: WalkOptions = {},
): AsyncGenerator<FoundFile | SkippedFile, void, void> {
  const { followLinks = false, maxDepth = 32, maxEntries = 5_000_000 } = options;
  const entered = new Set([await realFolder(root)]);
  let entries = 0;

  async function* visit(
    folder: string,
    prefix: string,
    depth: number,
  ): AsyncGenerator<FoundFile | SkippedFile, void, void> {
    const listed = await list(folder, prefix);
    if (!Array.isArray(listed)) {
      yield listed;
      return;
    }
    for (const entry of listed) {
      if (++entries > maxEntries)
        throw tooLarge(`${quoteName(root)} holds more than ${maxEntries} entries`, 'maxEntries');
      const id = prefix + entry.name;
      const file = join(folder, entry.name);
      const skip = reasonToSkip(entry, followLinks);
      if (skip) {
        yield { id, ...skip };
        continue;
      }
      const kind = entry.isSymbolicLink() ? await followed(file) : { real: file, entry };
      if (kind === undefined) {
        yield { id, code: 'E_DATASET_LINK', message: 'The link leads nowhere.' };
      } else if (kind.entry.isDirectory()) {
        // Without links a tree has no loops; the real path is only needed where links are followed.
        const real = followLinks ? await fs.realpath(kind.real) : kind.real;
        if (followLinks && entered.has(real)) {
          const message = 'The link leads to a folder that is read already.';
          yield { id, code: 'E_DATASET_LINK', message };
        } else if (depth >= maxDepth) {
          yield { id, code: 'E_DATASET_TOO_LARGE', message: `It lies deeper than ${maxDepth} folders.` };
        } else {
          if (followLinks) entered.add(real);
          yield* visit(file, `${id}/`, depth + 1);
        }
      } else if (kind.entry.isFile()) {
        yield { id, file };
      } else {
        yield { id, code: 'E_DATASET_NOT_IMAGE', message: 'It is not a regular file.' };
      }
    }
  }
  yield* visit(root, '', 0);
}

/** Orders by id, by UTF-16 code units: the same everywhere, whatever the locale. */
export function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function reasonToSkip(entry: Dirent, followLinks: boolean): Omit<SkippedFile, 'id'> | undefined {
  if (entry.name.includes('\ufffd')) {
    return { code: 'E_DATASET_NAME', message: 'The name is not valid UTF-8; rename it.' };
  }
  if (entry.name.startsWith('.') || entry.name === '__MACOSX') {
    return { code: 'E_DATASET_HIDDEN', message: 'Hidden files and folders are not read.' };
  }
  if (entry.isSymbolicLink() && !followLinks) {
    const message = 'Symbolic links are not followed; allow them (followLinks) if you trust where they lead.';
    return { code: 'E_DATASET_LINK', message };
  }
  return undefined;
}

async function list(folder: string, prefix: string): Promise<Dirent[] | SkippedFile> {
  try {
    const entries = await fs.readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    if (prefix !== '') {
      const message = `The folder could not be read (${code}).`;
      return { id: prefix.slice(0, -1), code: 'E_FILE_READ', message };
    }
    const message = `${quoteName(folder)} could not be read (${code}). Check its permissions.`;
    throw new AssayError('E_FILE_READ', message, { cause });
  }
}

async function followed(
  file: string,
): Promise<{ real: string; entry: { isDirectory(): boolean; isFile(): boolean } } | undefined> {
  try {
    return { real: await fs.realpath(file), entry: await fs.stat(file) };
  } catch {
    return undefined;
  }
}

/** The real path of a folder that must exist. Throws E_DATASET_NOT_FOUND. */
export async function realFolder(folder: string): Promise<string> {
  try {
    const real = await fs.realpath(folder);
    if ((await fs.stat(real)).isDirectory()) return real;
  } catch (cause) {
    const message = `The folder ${quoteName(folder)} does not exist. Check the path.`;
    throw new AssayError('E_DATASET_NOT_FOUND', message, { cause });
  }
  throw new AssayError('E_DATASET_NOT_FOUND', `${quoteName(folder)} is not a folder; a folder was expected.`);
}

function tooLarge(found: string, option: string): AssayError {
  return new AssayError(
    'E_DATASET_TOO_LARGE',
    `${found}. Name a folder nearer to the pictures, or raise ${option}.`,
  );
}
