import { AssayError } from '../errors.js';
import type { DataSpec } from '../train/config.js';

/** Where the pictures are, from the argument or the pair of folders. Throws E_ARGUMENT. */
export function dataSpec(data: string | undefined, options: { real?: string; fake?: string }): DataSpec {
  const { real, fake } = options;
  if (data === undefined && real !== undefined && fake !== undefined) return { real, fake };
  if (data !== undefined && real === undefined && fake === undefined) {
    return /\.(csv|tsv)$/i.test(data) ? { csv: data } : { root: data };
  }
  throw new AssayError(
    'E_ARGUMENT',
    'Expected one way of naming the pictures: a folder that holds real/ and fake/, or a CSV of file,label, or both --real DIR and --fake DIR.',
  );
}
