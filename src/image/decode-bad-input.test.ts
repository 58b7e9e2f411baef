import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../errors.js';
import { decodeImage } from './decode.js';
import { encodeJpeg, encodePng } from './encode.js';
import { floatTiff, fromPicture, ftyp, pngHeader } from './testing/files.js';
import { noisePicture, smoothPicture } from './testing/pictures.js';

const picture = smoothPicture(48, 32);
const code = (wanted: ErrorCode) => expect.objectContaining({ name: 'AssayError', code: wanted });

describe('bytes', () => {
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
    expect(image.warnings).toEqual([expect.stringContaining('passed over')]);
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
    // Large, so that decoding outlasts the moments in which this thread is held up and no time is counted.
    const bytes = await fromPicture(noisePicture(3000, 3000)).png({ compressionLevel: 1 }).toBuffer();
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
