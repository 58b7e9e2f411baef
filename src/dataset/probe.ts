import { open, stat } from 'node:fs/promises';
import { formatOfName, SNIFF_BYTES, sniffFormat } from '../image/sniff.js';
import type { SkippedFile } from './sample.js';
import type { FoundFile } from './walk.js';

/** How many files are looked into at once. */
const AT_ONCE = 32;

/** A file's size, and why it cannot be a sample (nothing where it can). */
export interface Probe extends FoundFile {
  size: number;
  skip?: Omit<SkippedFile, 'id'>;
}

/**
 * Looks at the first bytes of each file and says which hold pictures; the rest carries the reason. A broken
 * picture whose head is sound passes, and fails with its own error when it is decoded.
 */
export async function probeFiles(files: readonly FoundFile[]): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (let at = 0; at < files.length; at += AT_ONCE) {
    probes.push(...(await Promise.all(files.slice(at, at + AT_ONCE).map(probeFile))));
  }
  return probes;
}

async function probeFile(found: FoundFile): Promise<Probe> {
  const head = new Uint8Array(SNIFF_BYTES);
  let size: number;
  let filled: number;
  try {
    // Before it is opened: a pipe that nobody writes to would block for good.
    const about = await stat(found.file);
    if (!about.isFile()) {
      const skip = { code: 'E_FILE_READ', message: 'It is not a regular file.' };
      return { ...found, size: 0, skip };
    }
    size = about.size;
    const handle = await open(found.file, 'r');
    try {
      filled = (await handle.read(head, 0, SNIFF_BYTES, 0)).bytesRead;
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    const skip = missing
      ? { code: 'E_FILE_NOT_FOUND', message: 'The file does not exist.' }
      : { code: 'E_FILE_READ', message: `The file could not be read (${code}).` };
    return { ...found, size: 0, skip };
  }
  const skip = reasonToSkip(head.subarray(0, filled), found.id);
  return skip ? { ...found, size, skip } : { ...found, size };
}

function reasonToSkip(head: Uint8Array, name: string): Probe['skip'] {
  const claimed = formatOfName(name);
  if (head.length === 0) {
    return claimed
      ? { code: 'E_IMAGE_EMPTY', message: 'The file holds no bytes.' }
      : { code: 'E_DATASET_NOT_IMAGE', message: 'The file is empty and not named as a picture.' };
  }
  const sniffed = sniffFormat(head);
  if (sniffed === undefined) {
    return claimed
      ? {
          code: 'E_IMAGE_UNSUPPORTED',
          message: `The file is named as ${claimed} but its content is no picture.`,
        }
      : { code: 'E_DATASET_NOT_IMAGE', message: 'The file is not a picture.' };
  }
  return 'format' in sniffed
    ? undefined
    : { code: 'E_IMAGE_UNSUPPORTED', message: `The file is ${sniffed.unsupported}; convert it first.` };
}
