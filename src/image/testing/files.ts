import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { Image } from '../image.js';

/** A sharp pipeline that begins with a picture of ours. */
export function fromPicture({ width, height, data }: Image, channels: 1 | 2 | 3 | 4 = 3): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/** A PNG with a true header of the given size and next to nothing behind it: a decompression bomb's first bytes. */
export function pngHeader(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunks = [
    pngChunk('IHDR', header),
    pngChunk('IDAT', Buffer.from('789c6300010000050001', 'hex')),
    pngChunk('IEND'),
  ];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]);
}

function pngChunk(type: string, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** An ISO media file's first box with these brands, padded. */
export function ftyp(major: string, ...compatible: string[]): Uint8Array {
  const text = `ftyp${major}\0\0\0\0${compatible.join('')}`;
  return Buffer.concat([
    Buffer.from([0, 0, 0, text.length + 4]),
    Buffer.from(text, 'latin1'),
    Buffer.alloc(64),
  ]);
}

/** A TIFF of one pixel of 32-bit float. */
export function floatTiff(): Uint8Array {
  const tags = [
    [256, 1],
    [257, 1],
    [258, 32],
    [259, 1],
    [262, 1],
    [273, 8],
    [277, 1],
    [278, 1],
    [279, 4],
    [339, 3],
  ] as const;
  const bytes = Buffer.alloc(12 + 2 + tags.length * 12 + 4);
  bytes.write('II*\0', 0, 'latin1');
  bytes.writeUInt32LE(12, 4);
  bytes.writeFloatLE(0.5, 8);
  bytes.writeUInt16LE(tags.length, 12);
  tags.forEach(([tag, value], i) => {
    const at = 14 + 12 * i;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(3, at + 2);
    bytes.writeUInt32LE(1, at + 4);
    bytes.writeUInt16LE(value, at + 8);
  });
  return bytes;
}
