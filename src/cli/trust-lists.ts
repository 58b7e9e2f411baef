import { readFile } from 'node:fs/promises';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { parseTrustList, type TrustList } from '../provenance/index.js';

/** Reads the PEM files that `--trust` names into one list. Throws E_FILE_NOT_FOUND, E_TRUST_LIST. */
export async function readTrustLists(paths: readonly string[]): Promise<TrustList> {
  return parseTrustList(await readTrustText(paths), 'the trust lists');
}

/** Reads the PEM files that `--trust` names as one text, once each holds. Throws as `readTrustLists`. */
export async function readTrustText(paths: readonly string[]): Promise<string> {
  const texts: string[] = [];
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new AssayError(
        'E_FILE_NOT_FOUND',
        `The trust list ${quoteName(path)} cannot be read. Check the path.`,
        { cause },
      );
    });
    parseTrustList(text, quoteName(path)); // each on its own, so that a refusal names the file
    texts.push(text);
  }
  return texts.join('\n');
}
