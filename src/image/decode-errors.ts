import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';

/** The error for a picture of more pixels than allowed. */
export function pixelLimitExceeded(
  size: { width: number; height: number },
  maxPixels: number,
  name: string,
): AssayError {
  const found = `${quoteName(name)} says it is ${size.width} × ${size.height} pixels; at most ${maxPixels} pixels are decoded.`;
  return new AssayError(
    'E_IMAGE_TOO_LARGE',
    `${found} Scale it down, or raise the limit if you trust the file.`,
  );
}

/** Turns what libvips says about a picture into an error with a code. */
export function decodeFailure(cause: unknown, name: string): AssayError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/^timeout:|\ntimeout:/.test(message)) {
    const text = `${quoteName(name)} took too long to decode. Raise the time limit if you trust it.`;
    return new AssayError('E_IMAGE_TIMEOUT', text, { cause });
  }
  if (/not been built in|unsupported compression|not supported/i.test(message)) {
    const text = `${quoteName(name)} uses a variant of its format that cannot be read (${reason(message)}). Convert it first.`;
    return new AssayError('E_IMAGE_UNSUPPORTED', text, { cause });
  }
  const text = `${quoteName(name)} is damaged or cut short (${reason(message)}). Fetch or export it again.`;
  return new AssayError('E_IMAGE_CORRUPT', text, { cause });
}

/**
 * True for faults that decoders pass over and that seldom cost pixels: stray bytes before a JPEG marker (some
 * cameras pad there), odd version or scan-order fields, and what libtiff calls warnings. Missing or
 * undecodable data is never among them.
 */
export function isTolerable(cause: unknown): boolean {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/premature end|bad Huffman|error in tile|read error/i.test(message)) return false;
  return /extraneous bytes before marker|JFIF revision|Invalid SOS|progression sequence|^Warning treated as error/.test(
    message,
  );
}

/** The last thing libvips said, without its list of failed seeks; it is the most telling. */
function reason(message: string): string {
  const lines = message
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('source: bad seek'));
  return (lines.at(-1) ?? 'no reason given').trim();
}
