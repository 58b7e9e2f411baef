import { deflateSync } from 'node:zlib';
import { crc32 } from './crc32.js';

/** Writers of small image files with any metadata, for tests and the fuzz run. */

export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
export const join = (...parts: (Uint8Array | string)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? bytesOf(part) : part))));
export const be16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 255);
export const be32 = (value: number): Uint8Array =>
  Uint8Array.of((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
export const le32 = (value: number): Uint8Array => be32(value).reverse();

/** A JPEG marker segment. */
export function jpegSegment(marker: number, data: Uint8Array): Uint8Array {
  return join(Uint8Array.of(0xff, marker), be16(data.length + 2), data);
}

/** Puts segments right after the SOI of a JPEG. */
export function withSegments(jpeg: Uint8Array, ...segments: Uint8Array[]): Uint8Array {
  return join(jpeg.subarray(0, 2), ...segments, jpeg.subarray(2));
}

export const app1Exif = (exif: Uint8Array): Uint8Array => jpegSegment(0xe1, join('Exif\0\0', exif));
export const app1Xmp = (xmp: string): Uint8Array =>
  jpegSegment(0xe1, join('http://ns.adobe.com/xap/1.0/\0', Buffer.from(xmp)));
export const app13Iptc = (datasets: Uint8Array): Uint8Array =>
  jpegSegment(0xed, join('Photoshop 3.0\0', photoshopResource(0x0404, datasets)));

export function photoshopResource(id: number, data: Uint8Array): Uint8Array {
  return join('8BIM', be16(id), '\0\0', be32(data.length), data, data.length % 2 === 1 ? '\0' : '');
}

export const iptcDataset = (record: number, number: number, text: string): Uint8Array =>
  join(Uint8Array.of(0x1c, record, number), be16(Buffer.byteLength(text)), Buffer.from(text));

/** A PNG chunk with its checksum. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = join(type, data);
  return join(be32(data.length), body, be32(crc32(body)));
}

export const pngText = (keyword: string, text: string): Uint8Array =>
  pngChunk('tEXt', join(`${keyword}\0`, text));
export const pngPackedText = (keyword: string, text: string): Uint8Array =>
  pngChunk('zTXt', join(`${keyword}\0\0`, deflateSync(Buffer.from(text, 'latin1'))));
export const pngUtf8Text = (keyword: string, text: string): Uint8Array =>
  pngChunk('iTXt', join(`${keyword}\0\0\0\0\0`, Buffer.from(text)));

/** Puts chunks right after the IHDR of a PNG. */
export function withChunks(png: Uint8Array, ...chunks: Uint8Array[]): Uint8Array {
  return join(png.subarray(0, 33), ...chunks, png.subarray(33));
}

/** A whole PNG of one colour. */
export function tinyPng(...chunks: Uint8Array[]): Uint8Array {
  const header = join(be32(1), be32(1), Uint8Array.of(8, 2, 0, 0, 0));
  return join(
    '\x89PNG\r\n\x1a\n',
    pngChunk('IHDR', header),
    ...chunks,
    pngChunk('IDAT', deflateSync(Uint8Array.of(0, 10, 20, 30))),
    pngChunk('IEND', new Uint8Array()),
  );
}

export function riffChunk(type: string, data: Uint8Array): Uint8Array {
  return join(type, le32(data.length), data, data.length % 2 === 1 ? '\0' : '');
}

/** Appends chunks to a WebP and mends its length. */
export function withRiffChunks(webp: Uint8Array, ...chunks: Uint8Array[]): Uint8Array {
  const body = join(webp.subarray(8), ...chunks);
  return join('RIFF', le32(body.length), body);
}

/** A box of an ISO base media file. */
export const box = (type: string, ...parts: (Uint8Array | string)[]): Uint8Array => {
  const data = join(...parts);
  return join(be32(data.length + 8), type, data);
};

/** A whole GIF of one pixel with extension blocks. */
export function tinyGif(...extensions: Uint8Array[]): Uint8Array {
  const image = Uint8Array.of(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0);
  return join(
    'GIF89a',
    Uint8Array.of(1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255),
    ...extensions,
    image,
    ';',
  );
}

/** Splits bytes into GIF sub-blocks with the terminator. */
export function subBlocks(data: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const block = data.subarray(at, at + 255);
    blocks.push(Uint8Array.of(block.length), block);
  }
  return join(...blocks, '\0');
}
