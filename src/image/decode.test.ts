import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './decode.js';
import { fromPicture } from './testing/files.js';
import { noisePicture, smoothPicture, worstDifference } from './testing/pictures.js';

const picture = smoothPicture(48, 32);

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
