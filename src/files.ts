import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AssayError } from './errors.js';

/**
 * Writes a file whole: to a temporary name beside it, flushed to disk, then renamed over the target, so
 * that a reader or a killed run never sees half a file. Makes the folder if need be.
 * Throws E_FILE_WRITE.
 */
export async function writeFileWhole(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await makeFolder(dirname(path));
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError(
      'E_FILE_WRITE',
      `Could not write ${path}: ${reason}. Nothing was changed there; free some space or choose another place.`,
      { cause },
    );
  }
}

/**
 * Makes a folder and those above it that are missing; one that is there is fine. `mkdir` with `recursive` does the
 * same but never ends where a file system refuses new folders with ENOENT, as /proc does. Throws as `mkdir`.
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = resolve(folder); !(await isFolder(at)) && dirname(at) !== at; at = dirname(at))
    missing.push(at);
  for (const path of missing.reverse()) {
    await mkdir(path).catch(async (error: unknown) => {
      // Another process may have made it meanwhile.
      if (!(await isFolder(path))) throw error;
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/**
 * A file name or path in quotes, with line breaks, controls and direction marks written as escapes, so that
 * an odd name can neither break a line of output nor disguise itself.
 */
export function quoteName(name: string): string {
  return JSON.stringify(name).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
