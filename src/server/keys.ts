import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AssayError } from '../errors.js';
import { quoteName, writeFileWhole } from '../files.js';

/** One line of a key file: whom a key was given to, and the SHA-256 of the key. */
export interface KeyEntry {
  name: string;
  sha256: Buffer;
}

const LINE = /^([A-Za-z0-9._-]{1,64}) sha256:([0-9a-f]{64})$/;
const NAME = /^[A-Za-z0-9._-]{1,64}$/;
const HEAD =
  '# API keys of `assay serve`: NAME sha256:HASH, one a line. Delete a line to withdraw its key.\n';

/** Reads a file of key hashes. Throws E_FILE_NOT_FOUND, E_FILE_READ, E_KEYS_FILE (naming the line). */
export async function readKeyFile(path: string): Promise<KeyEntry[]> {
  return parseKeys(await readText(path), path);
}

/**
 * Makes a key, adds its hash to a file (made where there is none) and returns the key: it is kept nowhere.
 * A key is 32 random bytes, so that a plain hash of it cannot be searched through.
 * Throws E_ARGUMENT (a name of other than letters, digits, `.`, `_`, `-`, or one taken), E_KEYS_FILE, E_FILE_WRITE.
 */
export async function addKey(path: string, name: string): Promise<string> {
  if (!NAME.test(name)) {
    const expected = '1 to 64 letters, digits, dots, underscores or hyphens';
    throw new AssayError('E_ARGUMENT', `Found the name ${quoteName(name)} for a key; expected ${expected}.`);
  }
  const text = await readText(path).catch((error: unknown) => {
    if (error instanceof AssayError && error.code === 'E_FILE_NOT_FOUND') return HEAD;
    throw error;
  });
  if (parseKeys(text, path).some((entry) => entry.name === name)) {
    const advice = 'Choose another, or delete its line first to withdraw that key';
    throw new AssayError('E_ARGUMENT', `${quoteName(path)} has a key named ${quoteName(name)}. ${advice}.`);
  }
  const key = `assay_${randomBytes(32).toString('base64url')}`;
  const line = `${name} sha256:${hashKey(key).toString('hex')}\n`;
  await writeFileWhole(path, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}`);
  return key;
}

/** Whose key this is; undefined: nobody's. Every entry is compared, in constant time. */
export function findKey(entries: readonly KeyEntry[], key: string): string | undefined {
  const hash = hashKey(key);
  let name: string | undefined;
  for (const entry of entries) {
    if (timingSafeEqual(entry.sha256, hash)) name = entry.name;
  }
  return name;
}

/** The key that a request shows: `Authorization: Bearer KEY` or `X-API-Key: KEY`. */
export function keyOf(headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined {
  const { authorization, 'x-api-key': plain } = headers;
  if (typeof plain === 'string') return plain;
  return typeof authorization === 'string' ? /^Bearer +(\S+) *$/i.exec(authorization)?.[1] : undefined;
}

function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    throw code === 'ENOENT'
      ? new AssayError(
          'E_FILE_NOT_FOUND',
          `The key file ${quoteName(path)} does not exist. "assay key NAME --file FILE" makes one.`,
          { cause },
        )
      : new AssayError('E_FILE_READ', `The key file ${quoteName(path)} could not be read (${code}).`, {
          cause,
        });
  });
}

function parseKeys(text: string, path: string): KeyEntry[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const match = LINE.exec(line.trim());
    if (!match) {
      const advice = 'expected NAME sha256:HASH. "assay key NAME --file FILE" adds such lines';
      throw new AssayError('E_KEYS_FILE', `Line ${i + 1} of ${quoteName(path)} is no key; ${advice}.`);
    }
    return [{ name: match[1]!, sha256: Buffer.from(match[2]!, 'hex') }];
  });
}
