import { basename } from 'node:path';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { isCameraRaw } from './camera-raw.js';
import type { ImageFormat } from './image.js';
import type { ImageLimits } from './limits.js';
import { tooManyBytes } from './read-image-file.js';
import { formatOfName, sniffFormat } from './sniff.js';

/**
 * The format of a picture's bytes, told from its content. Throws E_IMAGE_EMPTY, E_IMAGE_TOO_LARGE, E_IMAGE_UNSUPPORTED.
 */
export function requireFormat(bytes: Uint8Array, name: string, limits: ImageLimits): ImageFormat {
  if (bytes.length === 0) {
    throw new AssayError('E_IMAGE_EMPTY', `${quoteName(name)} holds no bytes. Fetch or export it again.`);
  }
  if (bytes.length > limits.maxBytes) throw tooManyBytes(bytes.length, limits.maxBytes, name);
  const sniffed = sniffFormat(bytes);
  if (sniffed && 'format' in sniffed && !(sniffed.format === 'tiff' && isCameraRaw(bytes)))
    return sniffed.format;
  const found =
    sniffed === undefined
      ? 'begins like no picture that is known here'
      : `is ${'format' in sniffed ? 'camera raw (a TIFF that holds only a preview)' : sniffed.unsupported}`;
  throw new AssayError(
    'E_IMAGE_UNSUPPORTED',
    `${quoteName(name)} ${found}; JPEG, PNG, WebP, AVIF, GIF or TIFF was expected. Convert it first, without resizing.`,
  );
}

/** A warning where the extension of a name claims another format than the content has. */
export function warnOfName(name: string | undefined, format: ImageFormat): string[] {
  const claimed = name === undefined ? undefined : formatOfName(name);
  if (name === undefined || claimed === undefined || claimed === format) return [];
  return [
    `${quoteName(basename(name))} is named as ${claimed} but holds ${format}; it was read as ${format}.`,
  ];
}
