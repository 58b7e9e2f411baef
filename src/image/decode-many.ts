import { availableParallelism } from 'node:os';
import { mapInOrder } from '../concurrency.js';
import { AssayError, isAssayError } from '../errors.js';
import { decodeImage, type DecodeOptions } from './decode.js';
import type { DecodedImage } from './image.js';

/** One picture of a batch: decoded, or the reason why not. */
export type DecodeResult<T> = { item: T; image: DecodedImage } | { item: T; error: AssayError };

/** Options of `decodeMany`. */
export interface DecodeManyOptions extends DecodeOptions {
  /** Pictures decoded at once, and the most that wait decoded. Default: the cores, at most 4. */
  concurrency?: number;
}

/**
 * Decodes many pictures (paths, or objects with a `file`), a bounded number at once, and yields them in the
 * order given. A picture that fails is yielded with its error and the batch goes on. Breaking out of the loop
 * starts no further work. Throws E_ARGUMENT for an impossible concurrency.
 */
export function decodeMany<T extends string | { file: string }>(
  items: Iterable<T>,
  options: DecodeManyOptions = {},
): AsyncGenerator<DecodeResult<T>, void, void> {
  const { concurrency = Math.min(4, availableParallelism()), ...decodeOptions } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new AssayError('E_ARGUMENT', `concurrency is ${concurrency}; a whole number from 1 was expected.`);
  }
  return mapInOrder(items, concurrency, (item) => decodeOne(item, decodeOptions));
}

async function decodeOne<T extends string | { file: string }>(
  item: T,
  options: DecodeOptions,
): Promise<DecodeResult<T>> {
  try {
    return { item, image: await decodeImage(typeof item === 'string' ? item : item.file, options) };
  } catch (error) {
    if (isAssayError(error)) return { item, error };
    const message = `A picture could not be decoded: ${error instanceof Error ? error.message : String(error)}.`;
    return { item, error: new AssayError('E_INTERNAL', message, { cause: error }) };
  }
}
