import { expect, test } from 'vitest';
import {
  be16,
  be32,
  box,
  bytesOf,
  join,
  pngChunk,
  pngPackedText,
  pngText,
  pngUtf8Text,
  riffChunk,
  subBlocks,
  tinyGif,
  tinyPng,
  withRiffChunks,
} from '../testing/build.js';
import { avifPicture, pngPicture, tiffPicture, webpPicture } from '../testing/pictures.js';
import { tiffStructure } from '../testing/tiff.js';
import { LIMITS } from './limits.js';
import { readContainer, walkContainer } from './walk.js';

const holds = (bytes: Uint8Array): unknown[] =>
  readContainer(bytes).segments.flatMap((part) => part.holds ?? []);

test('a PNG header and its chunks are read', async () => {
  const { format, width, height, png, warnings } = readContainer(await pngPicture({ palette: false }));
  expect({ format, width, height, png, warnings }).toEqual({
    format: 'png',
    width: 24,
    height: 16,
    png: { bitDepth: 8, colourType: 2, interlace: false },
    warnings: [],
  });
});

test('PNG text of all three kinds, EXIF, XMP and C2PA have their own chunks', () => {
  const file = tinyPng(
    pngText('parameters', 'a'),
    pngPackedText('Comment', 'b'),
    pngUtf8Text('Title', 'c'),
    pngUtf8Text('XML:com.adobe.xmp', '<x/>'),
    pngChunk('eXIf', tiffStructure({ 271: 'Acme' })),
    pngChunk('caBX', bytesOf('box')),
    pngChunk('prVt', bytesOf('c2pa caBX')),
  );
  expect(holds(file)).toEqual(['text', 'text', 'text', 'xmp', 'exif', 'c2pa']);
  expect(walkContainer(file).blocks.map(({ keyword, packed }) => [keyword, packed])).toEqual([
    ['parameters', undefined],
    ['Comment', 'deflate'],
    ['Title', undefined],
    ['XML:com.adobe.xmp', undefined],
    [undefined, undefined],
  ]);
});

test('WebP chunks and the three ways it states its size', async () => {
  const lossy = await webpPicture();
  const lossless = await webpPicture({ lossless: true });
  expect(readContainer(lossy)).toMatchObject({ format: 'webp', width: 24, height: 16, warnings: [] });
  expect(readContainer(lossless)).toMatchObject({ width: 24, height: 16 });
  const extended = join(
    'RIFF',
    Uint8Array.of(22, 0, 0, 0),
    'WEBP',
    riffChunk('VP8X', Uint8Array.of(8, 0, 0, 0, 23, 0, 0, 15, 0, 0)),
  );
  expect(readContainer(extended)).toMatchObject({ width: 24, height: 16 });
  const file = withRiffChunks(
    lossy,
    riffChunk('EXIF', join('Exif\0\0', tiffStructure({ 271: 'A' }))),
    riffChunk('XMP ', bytesOf('<x/>')),
    riffChunk('C2PA', bytesOf('box')),
  );
  expect(holds(file)).toEqual(['exif', 'xmp', 'c2pa']);
  expect(walkContainer(file).blocks[0]?.data.subarray(0, 2)).toEqual(bytesOf('II'));
});

test('GIF comment, XMP and C2PA extensions', () => {
  const trailer = Uint8Array.from({ length: 257 }, (_, index) => (index === 0 ? 1 : 256 - index));
  const xmp = join('!\xff\x0bXMP DataXMP', '<x:xmpmeta/>', trailer, '\0');
  const c2pa = join('!\xff\x0bC2PA_GIF\x01\0\0', subBlocks(bytesOf('box')));
  const comment = join('!\xfe', subBlocks(bytesOf('x'.repeat(300))));
  const { container, blocks } = walkContainer(tinyGif(comment, xmp, c2pa));
  expect(container).toMatchObject({ format: 'gif', width: 1, height: 1, warnings: [] });
  expect(holds(tinyGif(comment, xmp, c2pa))).toEqual(['comment', 'xmp', 'c2pa']);
  expect(blocks.map(({ data }) => Buffer.from(data).toString())).toEqual(['x'.repeat(300), '<x:xmpmeta/>']);
});

test('TIFF and DNG are told apart by their tags', async () => {
  expect(readContainer(await tiffPicture())).toMatchObject({
    format: 'tiff',
    width: 24,
    height: 16,
    warnings: [],
  });
  const dng = tiffStructure({ 256: [4], 257: [3], 700: { raw: bytesOf('<x:xmpmeta/>') }, 50706: [1] });
  expect(readContainer(dng)).toMatchObject({ format: 'dng', width: 4, height: 3 });
  expect(holds(dng)).toEqual(['xmp']);
});

test('a TIFF directory that points back to itself ends', () => {
  const loop = join('II*\0', Uint8Array.of(8, 0, 0, 0, 0, 0, 8, 0, 0, 0));
  expect(readContainer(loop).warnings).toEqual(['Directory IFD1 points back to one already read.']);
});

test('AVIF: size, and Exif and XMP items by their types', async () => {
  expect(readContainer(await avifPicture())).toMatchObject({
    format: 'avif',
    width: 24,
    height: 16,
    warnings: [],
  });
  const exif = join(be32(0), tiffStructure({ 271: 'Acme' }));
  const infe = (id: number, type: string): Uint8Array =>
    box('infe', be32(0x02000000), be16(id), be16(0), type, '\0');
  const file = (exifAt: number, xmpAt: number): Uint8Array =>
    join(
      box('ftyp', 'heic', be32(0), 'mif1'),
      box(
        'meta',
        be32(0),
        box('iinf', be32(0), be16(2), infe(1, 'Exif'), infe(2, 'mime\0application/rdf+xml')),
        box(
          'iloc',
          be32(0),
          be16(0x4400),
          be16(2),
          ...[be16(1), be16(0), be16(1), be32(exifAt), be32(exif.length)],
          ...[be16(2), be16(0), be16(1), be32(xmpAt), be32(4)],
        ),
      ),
      box('mdat', exif, '<x/>'),
    );
  const start = file(0, 0).length - exif.length - 4;
  const { container, blocks } = walkContainer(file(start, start + exif.length));
  expect(container).toMatchObject({ format: 'heic', warnings: [] });
  expect(blocks.map(({ kind, data }) => [kind, data.length])).toEqual([
    ['exif', exif.length - 4],
    ['xmp', 4],
  ]);
});

test('C2PA in a HEIF file is a uuid box of the C2PA identifier, not the four letters', () => {
  const id = Uint8Array.from(Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex'));
  const head = box('ftyp', 'avif', be32(0), 'mif1');
  expect(holds(join(head, box('uuid', id, be32(0), 'manifest\0', 'box')))).toEqual(['c2pa']);
  expect(holds(join(head, box('uuid', 'c2pac2pac2pac2pa', 'manifest\0'), box('c2pa', 'jumb')))).toEqual([]);
});

test('lengths past the end, empty and unknown files are warnings', () => {
  expect(readContainer(new Uint8Array())).toMatchObject({
    format: 'unknown',
    warnings: ['The file is empty.'],
  });
  expect(readContainer(bytesOf('plain text')).format).toBe('unknown');
  const chunk = join(be32(0x7fffffff), 'tEXt', 'x'.repeat(20));
  expect(readContainer(join('\x89PNG\r\n\x1a\n', chunk)).warnings[0]).toBe(
    'tEXt says 2147483647 bytes where 16 are left.',
  );
  expect(readContainer(join(box('ftyp', 'avif', be32(0)), be32(5), 'meta')).warnings[0]).toContain(
    'says 5 bytes',
  );
});

test('a file made of nothing but segments is cut at the bound', () => {
  const many = Array.from({ length: LIMITS.segments + 10 }, () => pngChunk('prVt', new Uint8Array()));
  const container = readContainer(tinyPng(...many));
  expect(container.segments.length).toBe(LIMITS.segments);
  expect(container.warnings[0]).toContain(`More than ${LIMITS.segments} segments`);
});
