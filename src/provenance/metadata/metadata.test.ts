import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateSync } from 'node:zlib';
import ExifReader from 'exifreader';
import { expect, test } from 'vitest';
import type { MetadataBlock } from '../containers/container.js';
import { LIMITS } from '../containers/limits.js';
import { walkContainer } from '../containers/walk.js';
import {
  app13Iptc,
  app1Exif,
  be16,
  be32,
  box,
  bytesOf,
  iptcDataset,
  join,
  jpegSegment,
  pngChunk,
  pngPackedText,
  pngText,
  pngUtf8Text,
  tinyPng,
  withSegments,
} from '../testing/build.js';
import { CAMERA, xmpPacket } from '../testing/marks.js';
import { jpegPicture } from '../testing/pictures.js';
import { tiffStructure } from '../testing/tiff.js';
import { readMetadata } from './metadata.js';

const metadataOf = (bytes: Uint8Array): ReturnType<typeof readMetadata> =>
  readMetadata(walkContainer(bytes).blocks);
const block = (
  kind: MetadataBlock['kind'],
  data: Uint8Array,
  more: Partial<MetadataBlock> = {},
): MetadataBlock => ({
  kind,
  where: 'test',
  data,
  ...more,
});

test('EXIF tags agree with ExifReader', async () => {
  const file = withSegments(await jpegPicture(), app1Exif(tiffStructure(CAMERA)));
  const { exif } = metadataOf(file);
  const reference = ExifReader.load(file.buffer as ArrayBuffer);
  for (const name of ['Make', 'Model', 'DateTimeOriginal', 'LensModel']) {
    expect(exif?.text[name]).toBe(reference[name]?.description);
  }
  const [top, bottom] = reference.ExposureTime?.value as unknown as [number, number];
  expect(exif?.numbers.ExposureTime).toEqual([top / bottom]);
  expect(exif?.numbers.FNumber).toEqual([5.6]);
  expect(exif?.numbers.ISO).toEqual([800]);
});

test.each([
  [
    'big-endian UTF-16 in a little-endian block',
    join('UNICODE\0', Buffer.from('Steps: 15 テスト', 'utf16le').swap16()),
  ],
  ['little-endian UTF-16', join('UNICODE\0', Buffer.from('Steps: 15 テスト', 'utf16le'))],
  ['UTF-8 under the ASCII code', join('ASCII\0\0\0', Buffer.from('Steps: 15 テスト'))],
  ['UTF-8 under no code', join('\0\0\0\0\0\0\0\0', Buffer.from('Steps: 15 テスト'))],
  ['UTF-8 without the eight bytes', new Uint8Array(Buffer.from('Steps: 15 テスト'))],
])('UserComment: %s', (_, raw) => {
  const { exif } = readMetadata([block('exif', tiffStructure({ exif: { 37510: { raw } } }))]);
  expect(exif?.text.UserComment).toBe('Steps: 15 テスト');
});

test('Windows XP tags are UTF-16, broken text is kept as Latin-1', () => {
  const raw = new Uint8Array(Buffer.from('naïve\0', 'utf16le'));
  const { exif } = readMetadata([
    block('exif', tiffStructure({ 40092: { raw }, 270: { raw: Uint8Array.of(0xe9, 0x74, 0xe9) } })),
  ]);
  expect(exif?.text).toEqual({ XPComment: 'naïve', ImageDescription: 'été' });
});

test('XMP is flattened under the usual prefixes, whatever the file calls them', () => {
  const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:mm="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:ev="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#">
    <r:Description ext:DigitalSourceType="a"><mm:History><r:Seq><r:li ev:softwareAgent="b"/>
    <r:li r:parseType="Resource"><ev:action>c &amp; d</ev:action></r:li></r:Seq></mm:History>
    <ext:X r:resource="e"/></r:Description></r:RDF></x:xmpmeta>\0\0\0`;
  expect(readMetadata([block('xmp', bytesOf(packet))]).xmp).toEqual([
    { name: 'Iptc4xmpExt:DigitalSourceType', value: 'a' },
    { name: 'xmpMM:History/stEvt:softwareAgent', value: 'b' },
    { name: 'xmpMM:History/stEvt:action', value: 'c & d' },
    { name: 'Iptc4xmpExt:X', value: 'e' },
  ]);
});

test('XMP with small faults is read, entity bombs and deep nesting are not expanded', () => {
  const faulty = '<a xmlns:r="x"><b:c>kept</b:c><d>also</d></a>';
  const read = readMetadata([block('xmp', bytesOf(faulty))]);
  expect(read.xmp.map(({ value }) => value)).toContain('also');
  expect(read.warnings[0]).toContain('not well-formed');
  const bomb = `<!DOCTYPE x [<!ENTITY a "${'z'.repeat(1000)}"><!ENTITY b "&a;&a;&a;&a;">]><x><y>&b;</y></x>`;
  expect(JSON.stringify(readMetadata([block('xmp', bytesOf(bomb))])).length).toBeLessThan(500);
  const deep = '<a>'.repeat(100_000);
  expect(readMetadata([block('xmp', bytesOf(deep))]).warnings.at(-1)).toContain('nested deeper than 64');
});

test('extended XMP counts only where the main packet names its digest', async () => {
  const extended = bytesOf(xmpPacket({ 'photoshop:Credit': 'hidden' }));
  const digest = createHash('md5').update(extended).digest('hex').toUpperCase();
  const segment = jpegSegment(
    0xe1,
    join('http://ns.adobe.com/xmp/extension/\0', digest, be32(extended.length), be32(0), extended),
  );
  const main = (note: string): Uint8Array =>
    jpegSegment(0xe1, join('http://ns.adobe.com/xap/1.0/\0', xmpPacket({ 'xmpNote:HasExtendedXMP': note })));
  const jpeg = await jpegPicture();
  const credits = (file: Uint8Array): string[] =>
    metadataOf(file)
      .xmp.filter(({ name }) => name === 'photoshop:Credit')
      .map(({ value }) => value);
  expect(credits(withSegments(jpeg, main(digest), segment))).toEqual(['hidden']);
  expect(credits(withSegments(jpeg, main('0'.repeat(32)), segment))).toEqual([]);
});

test('IPTC fields, extended lengths and broken ends', async () => {
  const long = join(Uint8Array.of(0x1c, 2, 120, 0x80, 4), be32(3), 'abc');
  const datasets = join(
    iptcDataset(2, 110, 'Made with Google AI'),
    long,
    Uint8Array.of(0x1c, 2, 5, 0x7f, 0xff, 0),
  );
  expect(metadataOf(withSegments(await jpegPicture(), app13Iptc(datasets))).iptc).toEqual([
    { name: 'Credit', value: 'Made with Google AI' },
    { name: 'Caption', value: 'abc' },
  ]);
});

test('PNG text in its three kinds, mislabelled UTF-8, and raw profiles', () => {
  const exif = tiffStructure({ 271: 'Acme' });
  const profile = `\nexif\n      ${exif.length}\n${Buffer.from(exif)
    .toString('hex')
    .replace(/(.{72})/g, '$1\n')}\n`;
  const {
    texts,
    exif: found,
    iccProfile,
  } = metadataOf(
    tinyPng(
      pngText('a', 'caf\xe9'),
      pngText('b', Buffer.from('テスト').toString('latin1')),
      pngPackedText('c', 'packed'),
      pngUtf8Text('d', 'größer'),
      pngPackedText('Raw profile type exif', profile),
      pngChunk('iCCP', join('x\0\0', deflateSync(iccProfileBytes('sRGB IEC61966-2.1')))),
    ),
  );
  expect(texts.map(({ value }) => value)).toEqual(['café', 'テスト', 'packed', 'größer']);
  expect(found?.text.Make).toBe('Acme');
  expect(iccProfile).toBe('sRGB IEC61966-2.1');
});

function iccProfileBytes(description: string): Uint8Array {
  const text = join('desc', be32(0), be32(description.length + 1), `${description}\0`);
  return join('\0'.repeat(128), be32(1), 'desc', be32(144), be32(text.length), text);
}

test('compressed bombs cost at most the bound on a block', () => {
  const bomb = deflateSync(Buffer.alloc(LIMITS.blockBytes + 1));
  const read = readMetadata([
    block('text', new Uint8Array(bomb), { keyword: 'parameters', packed: 'deflate' }),
    block('xmp', new Uint8Array(brotliCompressSync(Buffer.alloc(LIMITS.blockBytes * 2))), {
      packed: 'brotli',
    }),
    block('text', bytesOf('not deflate'), { keyword: 'x', packed: 'deflate' }),
    block('text', bytesOf('still read'), { keyword: 'y' }),
  ]);
  expect(read.texts.map(({ value }) => value)).toEqual(['still read']);
  expect(read.warnings).toEqual([
    'test "parameters" could not be unpacked, or is too large unpacked; left out.',
    'test could not be unpacked, or is too large unpacked; left out.',
    'test "x" could not be unpacked, or is too large unpacked; left out.',
  ]);
});

test('many blocks that are each within the bound stay within the bound of the file', () => {
  const packed = new Uint8Array(deflateSync(Buffer.alloc(LIMITS.blockBytes - 1, 97)));
  const blocks = Array.from({ length: 200 }, () =>
    block('text', packed, { keyword: 'k', packed: 'deflate' }),
  );
  const total = readMetadata(blocks).texts.reduce((sum, { value }) => sum + value.length, 0);
  expect(total).toBeLessThanOrEqual(LIMITS.unpackedBytes);
});

test('an EXIF block whose tags all share one long text is read once each', () => {
  const entry = (tag: number): Uint8Array => join(be16(tag), be16(2), be32(1000), be32(8));
  const count = 2000;
  const data = join(
    'MM\0*',
    be32(1008),
    'x'.repeat(1000),
    be16(count),
    ...Array.from({ length: count }, () => entry(271)),
    be32(0),
  );
  const { exif } = readMetadata([block('exif', data)]);
  expect(Object.keys(exif?.text ?? {})).toEqual(['Make']);
});

test('JPEG XL boxes: Exif behind its offset, XMP under Brotli', () => {
  const exif = tiffStructure({ 272: 'X1' });
  const xmp = brotliCompressSync(Buffer.from(xmpPacket({ 'photoshop:Credit': 'c' })));
  const file = join(
    box('JXL ', '\r\n\x87\n'),
    box('ftyp', 'jxl ', be32(0), 'jxl '),
    box('Exif', be32(0), exif),
    box('brob', 'xml ', new Uint8Array(xmp)),
  );
  const { exif: found, xmp: properties } = metadataOf(file);
  expect(found?.text.Model).toBe('X1');
  expect(properties).toContainEqual({ name: 'photoshop:Credit', value: 'c' });
});
