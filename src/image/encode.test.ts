import { describe, expect, it } from 'vitest';
import { decodeImage } from './decode.js';
import { encodeJpeg, encodePng, encodeWebp, throughJpeg, throughWebp } from './encode.js';
import { digest, noisePicture, smoothPicture, worstDifference } from './testing/pictures.js';

/*
 * Reference digests by OpenCV 4.6.0 (libjpeg-turbo 2.1.5), with picture() as in resize.test.ts:
 *   _, jpeg = cv2.imencode('.jpg', picture(61, 47, 3)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, q])
 *   hashlib.sha256(np.ascontiguousarray(cv2.imdecode(jpeg, 1)[..., ::-1]).tobytes()).hexdigest()[:16]
 * 4:4:4 encoded by Pillow 9.4.0 (subsampling=0) instead.
 */
describe('through JPEG and back gives the pixels of libjpeg-turbo', () => {
  it.each([
    [30, '4:2:0', '874e4ee4424c5074'],
    [75, '4:2:0', 'c9c5049cd19024e0'],
    [95, '4:2:0', 'f1a8b6d99ad22d67'],
    [30, '4:4:4', '1ef6d0366ea7cf2a'],
    [75, '4:4:4', '2763fa29d43a195d'],
    [95, '4:4:4', 'e80b3a9b4a054070'],
  ] as const)('quality %i, %s', async (quality, subsampling, wanted) => {
    const result = await throughJpeg(noisePicture(61, 47), { quality, subsampling });
    expect(digest(result.data)).toBe(wanted);
  });
});

it('keeps every pixel through PNG and lossless WebP, and also one channel', async () => {
  const picture = noisePicture(19, 7);
  for (const bytes of [await encodePng(picture), await encodeWebp(picture, { lossless: true })]) {
    expect((await decodeImage(bytes)).data).toEqual(picture.data);
  }
  const grey = await decodeImage(await encodePng(noisePicture(5, 4, 1)));
  expect(grey.colourSpace).toBe('grey');
  expect(grey.data).toEqual(Uint8Array.from([...noisePicture(5, 4, 1).data].flatMap((v) => [v, v, v])));
});

it('keeps a smooth picture nearly as it is through WebP', async () => {
  const picture = smoothPicture(64, 48);
  expect(worstDifference(picture, await throughWebp(picture, { quality: 95 }))).toBeLessThan(40);
});

it('writes subsampling as told', async () => {
  const sharp = (await import('sharp')).default;
  for (const subsampling of ['4:2:0', '4:4:4'] as const) {
    const bytes = await encodeJpeg(noisePicture(16, 16), { subsampling });
    expect((await sharp(bytes).metadata()).chromaSubsampling).toBe(subsampling);
  }
});

it.each([0, 101, 50.5, NaN])('refuses quality %d', async (quality) => {
  expect(() => encodeJpeg(noisePicture(4, 4), { quality })).toThrow(/quality/);
  expect(() => encodeWebp(noisePicture(4, 4), { quality })).toThrow(/quality/);
});

it('says so where a picture is too large for the format', async () => {
  await expect(encodeWebp(noisePicture(16384, 1))).rejects.toThrow(/could not be encoded/);
});
