import { realpath, stat } from 'node:fs/promises';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';

/** Throws E_ARGUMENT where the path to write leads to the file that is read, by whatever name, or to a folder. */
export async function requireOtherFile(out: string, input: string): Promise<void> {
  const [target, source] = await Promise.all([realpath(out).catch(() => null), realpath(input)]);
  if (target === source) {
    throw new AssayError(
      'E_ARGUMENT',
      `--out ${quoteName(out)} is the detector itself, which is never overwritten. Name another file.`,
    );
  }
  if (target !== null && (await stat(target)).isDirectory()) {
    throw new AssayError(
      'E_ARGUMENT',
      `--out ${quoteName(out)} is a folder; the name of a file was expected.`,
    );
  }
}
