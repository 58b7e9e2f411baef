import { Gunzip, Unzlib } from 'fflate';

interface Bound {
  maxOutputLength: number;
}

/** What Assay asks of `node:zlib`, in a browser. Throws where the stream is broken or grows past the bound. */
export function inflateSync(data: Uint8Array, bound: Bound): Uint8Array {
  return unpack(data, bound, (onData) => new Unzlib(onData));
}

export function gunzipSync(data: Uint8Array, bound: Bound): Uint8Array {
  return unpack(data, bound, (onData) => new Gunzip(onData));
}

/** Only JPEG XL keeps metadata so, which no browser code here decodes. */
export function brotliDecompressSync(): never {
  throw new Error('Brotli is not unpacked in the browser');
}

/** Input goes in by small pieces, so that a bomb is noticed before much of it has been unpacked. */
const PIECE = 16 * 1024;

function unpack(
  data: Uint8Array,
  { maxOutputLength }: Bound,
  open: (onData: (chunk: Uint8Array) => void) => { push(chunk: Uint8Array, final?: boolean): void },
): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = open((chunk) => {
    length += chunk.length;
    if (length > maxOutputLength) throw new Error('unpacks to more than the bound');
    chunks.push(chunk);
  });
  for (let at = 0; at < data.length; at += PIECE) {
    stream.push(data.subarray(at, at + PIECE), at + PIECE >= data.length);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
