import { decodeUtf8 } from '../containers/bytes.js';
import { createBudget } from '../metadata/budget.js';
import { unpack } from '../metadata/unpack.js';

/** Decoded pixels, rows from the top, `channels` bytes each. */
export interface RasterView {
  width: number;
  height: number;
  channels: 3 | 4;
  data: Uint8Array;
}

/** Where the signature and the length end, in bits. */
const SIGNATURE_BITS = 15 * 8;
export const STEALTH_HEADER_BITS = SIGNATURE_BITS + 32;
const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024;

const SIGNATURES: Readonly<Record<string, { mode: StealthMode; packed: boolean }>> = {
  stealth_pnginfo: { mode: 'alpha', packed: false },
  stealth_pngcomp: { mode: 'alpha', packed: true },
  stealth_rgbinfo: { mode: 'rgb', packed: false },
  stealth_rgbcomp: { mode: 'rgb', packed: true },
};

export type StealthMode = 'alpha' | 'rgb';

/** How the text is laid out, read from its first bits. */
export interface StealthHeader {
  mode: StealthMode;
  packed: boolean;
  payloadBytes: number;
}

/**
 * Looks for "stealth PNG info": generation text in the lowest bit of alpha, or of red, green and blue, taken column
 * by column from the top left (sd_webui_stealth_pnginfo): a 15-letter signature, a 32-bit length in bits, the text,
 * gzipped or not.
 */
export function readStealthHeader(raster: RasterView): StealthHeader | undefined {
  for (const mode of ['alpha', 'rgb'] as const) {
    if (mode === 'alpha' && raster.channels < 4) continue;
    if (capacity(raster, mode) < STEALTH_HEADER_BITS) continue;
    const known = SIGNATURES[decodeUtf8(readBits(raster, mode, 0, 15))];
    if (known?.mode !== mode) continue;
    const bits = readBits(raster, mode, SIGNATURE_BITS, 4).reduce((sum, byte) => sum * 256 + byte, 0);
    return { ...known, payloadBytes: Math.floor(bits / 8) };
  }
  return undefined;
}

/** The pixels that header and payload take, so that a caller can decode just enough columns. */
export function stealthPixels({ mode, payloadBytes }: StealthHeader): number {
  return Math.ceil((STEALTH_HEADER_BITS + payloadBytes * 8) / (mode === 'rgb' ? 3 : 1));
}

/** The hidden text; undefined where the length cannot be or the packing is broken. */
export function readStealthText(raster: RasterView, header: StealthHeader): string | undefined {
  const { mode, packed, payloadBytes } = header;
  if (payloadBytes === 0 || payloadBytes > MAX_PAYLOAD_BYTES) return undefined;
  if (STEALTH_HEADER_BITS + payloadBytes * 8 > capacity(raster, mode)) return undefined;
  const payload = readBits(raster, mode, STEALTH_HEADER_BITS, payloadBytes);
  const text = packed ? unpack(payload, 'gzip', createBudget()) : payload;
  return text && decodeUtf8(text);
}

function capacity({ width, height }: RasterView, mode: StealthMode): number {
  return width * height * (mode === 'rgb' ? 3 : 1);
}

function readBits(raster: RasterView, mode: StealthMode, from: number, count: number): Uint8Array {
  const { width, height, channels, data } = raster;
  const bytes = new Uint8Array(count);
  for (let index = 0; index < count * 8; index++) {
    const bit = from + index;
    const pixel = mode === 'rgb' ? Math.floor(bit / 3) : bit;
    const channel = mode === 'rgb' ? bit % 3 : 3;
    const [x, y] = [Math.floor(pixel / height), pixel % height];
    const value = data[(y * width + x) * channels + channel] ?? 0;
    bytes[index >> 3] = (bytes[index >> 3]! << 1) | (value & 1);
  }
  return bytes;
}
