import { expect, test } from 'vitest';
import { app1Exif, app1Xmp, be16, be32, bytesOf, join, jpegSegment, withSegments } from '../testing/build.js';
import { jpegPicture } from '../testing/pictures.js';
import { tiffStructure } from '../testing/tiff.js';
import { readContainer, walkContainer } from './walk.js';

// ITU-T T.81 table K.1, which libjpeg uses unscaled at quality 50.
// prettier-ignore
const LUMINANCE_50 = [
  16, 11, 10, 16, 24, 40, 51, 61,     12, 12, 14, 19, 26, 58, 60, 55,
  14, 13, 16, 24, 40, 57, 69, 56,     14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77,   24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

test('a baseline JPEG header states its tables, sampling and size', async () => {
  const { format, width, height, jpeg, trailing, warnings } = readContainer(
    await jpegPicture({ quality: 50, chromaSubsampling: '4:2:0' }),
  );
  expect({ format, width, height, trailing, warnings }).toEqual({
    format: 'jpeg',
    width: 24,
    height: 16,
    trailing: undefined,
    warnings: [],
  });
  expect(jpeg).toMatchObject({
    process: 'baseline',
    progressive: false,
    precision: 8,
    subsampling: '4:2:0',
    scans: 1,
  });
  expect(jpeg?.quantisationTables.map(({ id, bits }) => [id, bits])).toEqual([
    [0, 8],
    [1, 8],
  ]);
  expect(jpeg?.quantisationTables[0]?.values).toEqual(LUMINANCE_50);
  expect(jpeg?.components.map((part) => part.quantisationTable)).toEqual([0, 1, 1]);
});

test('progressive, 4:4:4 and grey are told', async () => {
  const { jpeg } = readContainer(await jpegPicture({ progressive: true, chromaSubsampling: '4:4:4' }));
  expect(jpeg).toMatchObject({ process: 'progressive', progressive: true, subsampling: '4:4:4' });
  expect(jpeg!.scans).toBeGreaterThan(1);
});

test('restart interval and Adobe transform are read', async () => {
  const adobe = jpegSegment(0xee, join('Adobe', be16(100), be16(0), be16(0), '\x01'));
  const file = withSegments(await jpegPicture(), adobe, jpegSegment(0xdd, be16(4)));
  expect(readContainer(file).jpeg).toMatchObject({ adobeTransform: 1, restartInterval: 4 });
});

test('metadata segments are found by their identifiers', async () => {
  const file = withSegments(
    await jpegPicture(),
    app1Exif(tiffStructure({ 271: 'Acme' })),
    app1Xmp('<x/>'),
    jpegSegment(0xfe, bytesOf('hello')),
    jpegSegment(0xed, bytesOf('Photoshop 3.0\0rest')),
  );
  const { container, blocks } = walkContainer(file);
  expect(container.segments.flatMap(({ holds }) => holds ?? [])).toEqual([
    'exif',
    'xmp',
    'comment',
    'photoshop',
  ]);
  expect(blocks.map(({ kind }) => kind)).toEqual(['exif', 'xmp', 'comment', 'photoshop']);
  const xmp = container.segments.find(({ holds }) => holds === 'xmp')!;
  expect(Buffer.from(file.subarray(xmp.offset, xmp.offset + 2)).toString('hex')).toBe('ffe1');
});

test('extended XMP is put together by offset, and left out when a part is missing', async () => {
  const digest = 'A'.repeat(32);
  const part = (offset: number, text: string): Uint8Array =>
    jpegSegment(0xe1, join('http://ns.adobe.com/xmp/extension/\0', digest, be32(6), be32(offset), text));
  const whole = walkContainer(withSegments(await jpegPicture(), part(3, 'def'), part(0, 'abc')));
  expect(whole.blocks).toMatchObject([{ kind: 'xmp-extended', keyword: digest, data: bytesOf('abcdef') }]);
  const broken = walkContainer(withSegments(await jpegPicture(), part(3, 'def')));
  expect(broken.blocks).toEqual([]);
  expect(broken.container.warnings).toEqual(['Extended XMP is incomplete; left out.']);
});

test('a stated size of extended XMP alone reserves no memory', async () => {
  const huge = (index: number): Uint8Array =>
    jpegSegment(
      0xe1,
      join(
        'http://ns.adobe.com/xmp/extension/\0',
        String(index).padStart(32, '0'),
        be32(8_000_000),
        be32(0),
        'x',
      ),
    );
  const file = withSegments(await jpegPicture(), ...Array.from({ length: 5000 }, (_, index) => huge(index)));
  expect(walkContainer(file).blocks).toEqual([]);
});

test('C2PA is a JUMBF superbox of the C2PA type in APP11 and nothing else', async () => {
  const jumbf = (type: string, packet: number): Uint8Array =>
    jpegSegment(
      0xeb,
      join('JP', be16(1), be32(packet), be32(40), 'jumb', be32(32), 'jumd', type, '\0'.repeat(8)),
    );
  const held = async (...segments: Uint8Array[]): Promise<unknown[]> =>
    readContainer(withSegments(await jpegPicture(), ...segments)).segments.flatMap(
      ({ holds }) => holds ?? [],
    );
  expect(await held(jumbf('c2pa', 1), jumbf('c2pa', 2))).toEqual(['c2pa', 'c2pa']);
  expect(await held(jumbf('json', 1))).toEqual([]);
  expect(await held(jpegSegment(0xeb, bytesOf('c2pa jumb jumd c2pa')))).toEqual([]);
  expect(await held(jpegSegment(0xe5, bytesOf('JP\0\x01\0\0\0\x01\0\0\0(jumb\0\0\0 jumdc2pa')))).toEqual([]);
});

test('bytes after the end of the image are trailing, not segments', async () => {
  const jpeg = await jpegPicture();
  const file = join(jpeg, app1Exif(tiffStructure({ 271: 'Acme' })));
  const { container, blocks } = walkContainer(file);
  expect(container.trailing).toEqual({ offset: jpeg.length, length: file.length - jpeg.length });
  expect(blocks).toEqual([]);
});

test('a file cut anywhere still gives a result', async () => {
  const jpeg = withSegments(
    await jpegPicture({ progressive: true }),
    app1Exif(tiffStructure({ 271: 'Acme' })),
  );
  for (let length = 0; length < jpeg.length; length++) {
    expect(readContainer(jpeg.subarray(0, length)).warnings.length).toBeGreaterThan(0);
  }
});
