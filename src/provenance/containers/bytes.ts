/** Byte access that never throws: what lies outside the array reads as zero. Callers check bounds first. */

export function u8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

export function u16(bytes: Uint8Array, at: number, little = false): number {
  const [a, b] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
  return little ? a | (b << 8) : (a << 8) | b;
}

export function u32(bytes: Uint8Array, at: number, little = false): number {
  const [high, low] = little ? [at + 2, at] : [at, at + 2];
  return u16(bytes, high, little) * 0x10000 + u16(bytes, low, little);
}

/** 64-bit unsigned; values past 2^53 lose precision, which is far outside any file. */
export function u64(bytes: Uint8Array, at: number, little = false): number {
  const [high, low] = little ? [at + 4, at] : [at, at + 4];
  return u32(bytes, high, little) * 0x100000000 + u32(bytes, low, little);
}

/** Latin-1 text of `length` bytes, cut at the end of the array. */
export function latin1(bytes: Uint8Array, at: number, length: number): string {
  return decodeLatin1(bytes.subarray(at, Math.max(at, at + length)));
}

/** ISO 8859-1 as PNG means it: byte n is code point n (TextDecoder's 'latin1' is windows-1252). */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}

/** UTF-8 text; invalid sequences become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

export function matches(bytes: Uint8Array, at: number, text: string): boolean {
  if (at < 0 || at + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

export function hex(bytes: Uint8Array, at: number, length: number): string {
  return Array.from(bytes.subarray(at, at + length), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Box and chunk types of broken files can hold any byte. */
export function printable(type: string): string {
  return type.replace(/[^ -~]/g, '?');
}

/** All chunks in one array of its own. */
export function concatBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** The bytes of hexadecimal digits, up to the first pair that is none. */
export function fromHex(digits: string): Uint8Array {
  const pairs = /^(?:[0-9a-f]{2})*/i.exec(digits)![0];
  return Uint8Array.from({ length: pairs.length / 2 }, (_, i) => parseInt(pairs.slice(2 * i, 2 * i + 2), 16));
}
