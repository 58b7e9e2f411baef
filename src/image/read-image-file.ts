import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { DEFAULT_IMAGE_LIMITS } from './limits.js';

/**
 * Reads a picture file whole, never more than `maxBytes` of it, and only if it is a regular file (a pipe or
 * device would block). Throws E_FILE_NOT_FOUND, E_FILE_READ, E_IMAGE_TOO_LARGE.
 */
export async function readImageFile(
  path: string,
  maxBytes = DEFAULT_IMAGE_LIMITS.maxBytes,
): Promise<Uint8Array> {
  await requireRegularFile(path);
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > maxBytes) throw tooManyBytes(size, maxBytes, path);
      const bytes = new Uint8Array(size);
      let filled = 0;
      while (filled < size) {
        const { bytesRead } = await handle.read(bytes, filled, size - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof AssayError ? error : unreadable(path, error);
  }
}

/**
 * The SHA-256 of a file in lower-case hexadecimal, read in pieces so that memory stays flat.
 * Throws E_FILE_NOT_FOUND, E_FILE_READ.
 */
export async function hashFile(path: string): Promise<string> {
  await requireRegularFile(path);
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  } catch (error) {
    throw unreadable(path, error);
  }
  return hash.digest('hex');
}

/** The error for a picture of more bytes than allowed. */
export function tooManyBytes(found: number, allowed: number, name: string): AssayError {
  return new AssayError(
    'E_IMAGE_TOO_LARGE',
    `${quoteName(name)} has ${found} bytes; at most ${allowed} are read. Raise the limit if you trust the file.`,
  );
}

async function requireRegularFile(path: string): Promise<void> {
  let isFile: boolean;
  try {
    isFile = (await stat(path)).isFile();
  } catch (error) {
    throw unreadable(path, error);
  }
  if (!isFile) {
    throw new AssayError(
      'E_FILE_READ',
      `${quoteName(path)} is not a regular file; a picture file was expected.`,
    );
  }
}

/** The error for a path that cannot be read: nothing is there, or why not. */
export function unreadable(path: string, cause: unknown): AssayError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new AssayError('E_FILE_NOT_FOUND', `${quoteName(path)} does not exist. Check the path.`, { cause })
    : new AssayError(
        'E_FILE_READ',
        `${quoteName(path)} could not be read (${code}). Check its permissions.`,
        {
          cause,
        },
      );
}
