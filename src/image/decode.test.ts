import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from './decode.js';
import type { ErrorCode } from '../errors.js';
import { encodeJpeg, encodePng } from './encode.js';
import { floatTiff, fromPicture, ftyp, pngHeader } from './testing/files.js';
import { noisePicture, smoothPicture, worstDifference } from './testing/pictures.js';

const picture = smoothPicture(48, 32);
const code = (wanted: ErrorCode) => expect.objectContaining({ name: 'AssayError', code: wanted });

describe('formats', () => {
  it.each([
    ['png', () => fromPicture(picture).png(), 0],
    ['gif', () => fromPicture(picture).gif(), 60],
    ['tiff', () => fromPicture(picture).tiff({ compression: 'lzw' }), 0],
    ['webp', () => fromPicture(picture).webp({ lossless: true }), 0],
    ['avif', () => fromPicture(picture).avif({ quality: 95, effort: 0, chromaSubsampling: '4:4:4' }), 25],
    ['jpeg', () => fromPicture(picture).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }), 4],
    [
      'jpeg',
      () => fromPicture(picture).jpeg({ quality: 100, chromaSubsampling: '4:4:4', progressive: true }),
      4,
    ],
  ] as const)('decodes %s', async (format, make, tolerance) => {
    const bytes = await make().toBuffer();
    const image = await decodeImage(bytes);
    expect(worstDifference(image, picture)).toBeLessThanOrEqual(tolerance);
    expect(image).toEqual({
      data: image.data,
      width: 48,
      height: 32,
      format,
      originalWidth: 48,
      originalHeight: 32,
      orientation: 1,
      bitDepth: 8,
      colourSpace: 'rgb',
      isPalette: format === 'gif',
      hasAlpha: false,
      isTransparent: false,
      hasProfile: false,
      frames: 1,
      bytes: bytes.length,
      warnings: [],
    });
  });

  it('takes the first frame of an animation', async () => {
    const [red, blue] = [[250, 5, 5] as const, [5, 5, 250] as const].map((colour) => ({
      width: 6,
      height: 4,
      data: Uint8Array.from({ length: 72 }, (_, i) => colour[i % 3]!),
    }));
    const both = await Promise.all([red!, blue!].map((frame) => fromPicture(frame).png().toBuffer()));
    const bytes = await sharp(both, { join: { animated: true } })
      .gif()
      .toBuffer();
    const image = await decodeImage(bytes);
    expect([image.width, image.height, image.frames]).toEqual([6, 4, 2]);
    expect(worstDifference(image, red!)).toBeLessThan(10);
  });
});

describe('modes', () => {
  it('makes grey RGB', async () => {
    const grey = noisePicture(6, 5, 1);
    const image = await decodeImage(await fromPicture(grey, 1).toColourspace('b-w').png().toBuffer());
    expect(image.colourSpace).toBe('grey');
    expect(image.data).toEqual(Uint8Array.from([...grey.data].flatMap((value) => [value, value, value])));
  });

  it('makes a palette RGB', async () => {
    const flags = {
      width: 4,
      height: 1,
      data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255),
    };
    const image = await decodeImage(await fromPicture(flags).png({ palette: true }).toBuffer());
    expect(image.isPalette).toBe(true);
    expect(image.data).toEqual(flags.data);
  });

  it('keeps the top 8 of 16 bits, as cv2.imread does', async () => {
    const deep = Uint16Array.of(0x1234, 0x12ff, 0xfffe, 0x00ff, 0x0100, 0x8000);
    const bytes = await sharp(deep, { raw: { width: 2, height: 1, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    const image = await decodeImage(bytes);
    expect(image.bitDepth).toBe(16);
    expect([...image.data]).toEqual([0x12, 0x12, 0xff, 0x00, 0x01, 0x80]);
  });

  it('brings CMYK to the colours meant', async () => {
    const patches = { width: 3, height: 1, data: Uint8Array.of(255, 0, 0, 255, 255, 255, 0, 0, 0) };
    for (const format of ['jpeg', 'tiff'] as const) {
      const wide = fromPicture(patches).resize(48, 16, { kernel: 'nearest' });
      const image = await decodeImage(
        await wide.toColourspace('cmyk').toFormat(format, { quality: 100 }).toBuffer(),
      );
      expect(image.colourSpace).toBe('cmyk');
      const at = (x: number) => [...image.data.subarray((8 * 48 + x) * 3, (8 * 48 + x) * 3 + 3)];
      const [red, white, black] = [at(8), at(24), at(40)];
      expect(red[0]! - red[1]!).toBeGreaterThan(120);
      expect(Math.min(...white)).toBeGreaterThan(240);
      expect(Math.max(...black)).toBeLessThan(60);
    }
  });

  it('ignores an embedded RGB profile', async () => {
    const bytes = await fromPicture(picture).withIccProfile('p3', { attach: true }).png().toBuffer();
    const stored = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
    const image = await decodeImage(bytes);
    expect(image.hasProfile).toBe(true);
    expect(Buffer.compare(image.data, stored)).toBe(0);
  });

  it('drops alpha and says so, or lays the picture on a background', async () => {
    const pixels = {
      width: 3,
      height: 1,
      data: Uint8Array.of(10, 20, 30, 255, 200, 100, 0, 128, 90, 90, 90, 0),
    };
    const bytes = await fromPicture(pixels, 4).png().toBuffer();
    const dropped = await decodeImage(bytes);
    expect([dropped.hasAlpha, dropped.isTransparent]).toEqual([true, true]);
    expect([...dropped.data]).toEqual([10, 20, 30, 200, 100, 0, 90, 90, 90]);
    expect(dropped.warnings).toEqual([expect.stringContaining('partly transparent')]);
    const laid = await decodeImage(bytes, { background: [255, 255, 255] });
    expect([...laid.data]).toEqual([10, 20, 30, 227, 177, 127, 255, 255, 255]);
  });

  it('says nothing of an alpha that is opaque', async () => {
    const bytes = await fromPicture(picture).ensureAlpha().webp({ lossless: true }).toBuffer();
    const image = await decodeImage(bytes);
    expect([image.isTransparent, image.warnings.length]).toEqual([false, 0]);
    expect(image.data).toEqual(picture.data);
  });
});

describe('EXIF orientation', () => {
  // A picture of 3 × 2 with red values 1 2 3 / 4 5 6, as a viewer shows it after each orientation.
  it.each([
    [1, 3, [1, 2, 3, 4, 5, 6]],
    [2, 3, [3, 2, 1, 6, 5, 4]],
    [3, 3, [6, 5, 4, 3, 2, 1]],
    [4, 3, [4, 5, 6, 1, 2, 3]],
    [5, 2, [1, 4, 2, 5, 3, 6]],
    [6, 2, [4, 1, 5, 2, 6, 3]],
    [7, 2, [6, 3, 5, 2, 4, 1]],
    [8, 2, [3, 6, 2, 5, 1, 4]],
  ])('%i is applied', async (orientation, width, reds) => {
    const stored = {
      width: 3,
      height: 2,
      data: Uint8Array.from([1, 2, 3, 4, 5, 6].flatMap((red) => [red, 0, 0])),
    };
    for (const format of ['png', 'tiff', 'webp'] as const) {
      const file = fromPicture(stored).withMetadata({ orientation });
      const image = await decodeImage(
        await file.toFormat(format, { compression: 'lzw', lossless: true }).toBuffer(),
      );
      expect([image.orientation, image.originalWidth, image.originalHeight]).toEqual([orientation, 3, 2]);
      expect(image.width).toBe(width);
      expect([...image.data].filter((_, i) => i % 3 === 0)).toEqual(reds);
    }
  });
});

describe('bad input', () => {
  it('calls no bytes empty', async () => {
    await expect(decodeImage(new Uint8Array(0))).rejects.toEqual(code('E_IMAGE_EMPTY'));
  });

  it.each([
    ['HEIC', ftyp('heic', 'mif1', 'heic')],
    ['HEIC', ftyp('mif1', 'mif1', 'heic')],
    [
      'SVG',
      Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ['PDF', Buffer.from('%PDF-1.7\n')],
    ['BMP', Buffer.from('BM\0\0\0\0')],
    ['video', ftyp('isom', 'mp42')],
    ['no picture', Buffer.from('<html>404</html>')],
    ['zeros', Buffer.alloc(4096)],
    [
      'a camera raw',
      Buffer.from('49492a0008000000' + '0100' + 'fe00040001000000' + '01000000' + '00000000', 'hex'),
    ],
  ])('refuses %s without asking the decoder', async (_, bytes) => {
    await expect(decodeImage(bytes)).rejects.toEqual(code('E_IMAGE_UNSUPPORTED'));
  });

  it('refuses 32-bit float', async () => {
    await expect(decodeImage(floatTiff())).rejects.toEqual(code('E_IMAGE_UNSUPPORTED'));
  });

  it.each([
    ['jpeg', () => fromPicture(noisePicture(64, 64)).jpeg()],
    ['png', () => fromPicture(noisePicture(64, 64)).png()],
    ['webp', () => fromPicture(noisePicture(64, 64)).webp()],
    ['avif', () => fromPicture(noisePicture(64, 64)).avif({ effort: 0 })],
    ['gif', () => fromPicture(noisePicture(64, 64)).gif()],
    ['tiff', () => fromPicture(noisePicture(64, 64)).tiff({ compression: 'none' })],
    ['tiff', () => fromPicture(noisePicture(64, 64)).tiff({ compression: 'lzw' })],
  ] as const)('finds a %s cut short anywhere', async (_, make) => {
    const bytes = await make().toBuffer();
    for (const share of [0.02, 0.3, 0.6, 0.9, 0.99]) {
      const cut = bytes.subarray(0, Math.max(16, Math.floor(bytes.length * share)));
      await expect(decodeImage(cut), `${share}`).rejects.toEqual(code('E_IMAGE_CORRUPT'));
    }
  });

  it('finds a JPEG cut short and closed again', async () => {
    const bytes = await encodeJpeg(noisePicture(64, 64));
    const closed = Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.of(0xff, 0xd9)]);
    await expect(decodeImage(closed)).rejects.toEqual(code('E_IMAGE_CORRUPT'));
  });

  it('reads a JPEG with stray bytes between its segments, and says so', async () => {
    const bytes = await encodeJpeg(picture);
    const stray = Buffer.concat([bytes.subarray(0, 20), Buffer.of(1, 2, 3), bytes.subarray(20)]);
    const image = await decodeImage(stray, { name: 'stray.jpg' });
    expect(image.data).toEqual((await decodeImage(bytes)).data);
    expect(image.warnings).toEqual([expect.stringContaining('harmless')]);
  });

  it('refuses a decompression bomb by its header', async () => {
    const bomb = decodeImage(pngHeader(60000, 60000), { name: 'bomb.png' });
    await expect(bomb).rejects.toEqual(code('E_IMAGE_TOO_LARGE'));
    await expect(bomb).rejects.toThrow(/60000 × 60000/);
  });

  it('keeps to the limits given', async () => {
    const bytes = await encodePng(picture);
    await expect(decodeImage(bytes, { maxBytes: bytes.length - 1 })).rejects.toEqual(
      code('E_IMAGE_TOO_LARGE'),
    );
    await expect(decodeImage(bytes, { maxPixels: 48 * 32 - 1 })).rejects.toEqual(code('E_IMAGE_TOO_LARGE'));
    await expect(decodeImage(bytes, { maxBytes: bytes.length, maxPixels: 48 * 32 })).resolves.toBeTruthy();
  });

  it('gives up where time runs out', async () => {
    const bytes = await fromPicture(noisePicture(1500, 1500)).png().toBuffer();
    await expect(decodeImage(bytes, { timeoutMs: 1 })).rejects.toEqual(code('E_IMAGE_TIMEOUT'));
  });
});

describe('files', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'assay-decode-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('decodes by content and warns of another extension', async () => {
    const file = join(folder, 'holiday "½\n".jpg');
    await writeFile(file, await encodePng(picture));
    const image = await decodeImage(file);
    expect(image.format).toBe('png');
    expect(image.warnings).toEqual([expect.stringMatching(/named as jpeg but holds png/)]);
    expect(image.warnings[0]).not.toContain('\n');
  });

  it.each([
    ['nothing-here.png', 'E_FILE_NOT_FOUND'],
    ['.', 'E_FILE_READ'],
  ] as const)('refuses %s', async (name, wanted) => {
    await expect(decodeImage(join(folder, name))).rejects.toEqual(code(wanted));
  });

  it('does not read more of a file than allowed', async () => {
    const file = join(folder, 'big.png');
    await writeFile(file, new Uint8Array(2000));
    await expect(decodeImage(file, { maxBytes: 1999 })).rejects.toEqual(code('E_IMAGE_TOO_LARGE'));
  });
});
