import { decodeLatin1 } from '../containers/bytes.js';

/** Text that is UTF-8 where it can be, else Latin-1: many writers ignore the character set their format fixes. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return decodeLatin1(bytes);
  }
}

/** UTF-16 text; the byte order is taken from a BOM, else from where the zero bytes of Latin letters stand. */
export function decodeUtf16(bytes: Uint8Array, littleByDefault: boolean): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes.subarray(2), true);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes.subarray(2), false);
  let [even, odd] = [0, 0];
  for (let at = 0; at + 1 < Math.min(bytes.length, 512); at += 2) {
    if (bytes[at] === 0) even += 1;
    if (bytes[at + 1] === 0) odd += 1;
  }
  return utf16(bytes, even === odd ? littleByDefault : odd > even);
}

function utf16(bytes: Uint8Array, little: boolean): string {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(whole);
}

/** Cuts text to `length` UTF-16 units, marking the cut; never in the middle of a surrogate pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\uD800-\uDBFF]/.test(text[length - 2] ?? '') ? length - 2 : length - 1;
  return `${text.slice(0, end)}…`;
}
