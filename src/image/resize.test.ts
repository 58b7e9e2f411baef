import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAssayError } from '../errors.js';
import { resizeArea } from './resize-area.js';
import { resizeLanczos } from './resize-lanczos.js';
import { resizeLinear } from './resize-linear.js';
import { digest, noisePicture } from './testing/pictures.js';

/*
 * Reference digests by OpenCV 4.6.0 and Pillow 9.4.0:
 *
 *   def picture(w, h, c):
 *       x, out = 1, np.empty(w * h * c, np.uint8)
 *       for i in range(w * h * c):
 *           x = (x * 1664525 + 1013904223) % 2**32
 *           out[i] = x >> 24
 *       return out.reshape(h, w, c)
 *   out = cv2.resize(picture(w, h, c), (W, H), interpolation=cv2.INTER_LINEAR)  # or INTER_AREA
 *   out = np.array(PIL.Image.fromarray(picture(w, h, c)).resize((W, H), PIL.Image.LANCZOS))
 *   hashlib.sha256(out.tobytes()).hexdigest()[:16]
 */
type Row = [
  width: number,
  height: number,
  channels: number,
  newWidth: number,
  newHeight: number,
  digest: string,
];

const LINEAR: Row[] = [
  [200, 150, 3, 96, 96, '486d4ab4fcc9e26a'],
  [96, 96, 3, 200, 150, 'b7f5a4a96a25dbc7'],
  [192, 192, 3, 96, 96, '4f3afa91de6e02ba'],
  [192, 96, 3, 96, 48, '996022044bfe8d8c'],
  [192, 97, 3, 96, 48, '99e4fce093420e72'],
  [53, 31, 3, 52, 30, '4113621bde04f608'],
  [53, 31, 3, 54, 33, 'aca0c296c91ab226'],
  [99, 33, 3, 33, 11, 'b4cea6b59eda2645'],
  [98, 98, 1, 2, 2, '3862396c15f48773'],
  [49, 49, 3, 1, 1, 'a57e40f7c92fa0e1'],
  [1, 1, 3, 5, 7, '95ca2ee491ca96cd'],
  [5, 7, 1, 1, 1, '8de0b3c47f112c59'],
  [1, 9, 3, 4, 3, '00b34d0ab4ca156e'],
  [9, 1, 3, 3, 4, '5af13e0e5cda7b19'],
  [2, 2, 3, 3, 3, 'ed8e10d12ec8341a'],
  [50, 40, 3, 50, 20, '300544d38a1f2489'],
  [50, 40, 3, 50, 40, '0da3a7071064db8a'],
  [50, 40, 1, 30, 60, '4e2f877f60caef54'],
  [640, 8, 3, 96, 3, 'd9ae33614bc3ffcf'],
];

const AREA: Row[] = [
  [200, 150, 3, 96, 96, '9adc97d599afecb2'],
  [96, 96, 3, 200, 150, '5948bac3bb5b86aa'],
  [192, 192, 3, 96, 96, '4f3afa91de6e02ba'],
  [192, 96, 3, 96, 48, '996022044bfe8d8c'],
  [192, 97, 3, 96, 48, '2fd4d4f9b718ba3f'],
  [53, 31, 3, 52, 30, '278cf9cc4e817879'],
  [53, 31, 3, 54, 33, '24a388347a8436e1'],
  [99, 33, 3, 33, 11, 'd227a1f7176cffb4'],
  [98, 98, 1, 2, 2, 'e3fd54e570a0c195'],
  [49, 49, 3, 1, 1, '1bd8ec39887cb9c7'],
  [1, 1, 3, 5, 7, '95ca2ee491ca96cd'],
  [5, 7, 1, 1, 1, '50e721e49c013f00'],
  [1, 9, 3, 4, 3, 'bec2eff15acb39c4'],
  [9, 1, 3, 3, 4, 'e312f78773b5fc1b'],
  [2, 2, 3, 3, 3, '27a11b6fa742c5e2'],
  [50, 40, 3, 50, 20, 'e190f94990d424e7'],
  [50, 40, 3, 50, 40, '0da3a7071064db8a'],
  [50, 40, 1, 30, 60, '98eb1591a823b4f2'],
  [640, 8, 3, 96, 3, '0205404b6d07d575'],
];

const LANCZOS: Row[] = [
  [200, 150, 3, 96, 96, '15a1e53fa852f945'],
  [96, 96, 3, 200, 150, '7a3ceaf6e25a0f42'],
  [53, 31, 3, 52, 30, 'c5a408221b5663ed'],
  [49, 49, 3, 1, 1, '1bd8ec39887cb9c7'],
  [1, 1, 3, 5, 7, '95ca2ee491ca96cd'],
  [1, 9, 3, 4, 3, '7ea971534f1fcd09'],
  [50, 40, 3, 50, 20, '280fce2cf6f81845'],
  [50, 40, 3, 30, 60, '04513b06e1bad579'],
  [640, 8, 3, 96, 3, 'cf829e4111a16431'],
  [50, 40, 3, 50, 40, '0da3a7071064db8a'],
];

const WAYS = [
  ['resizeLinear', resizeLinear, LINEAR],
  ['resizeArea', resizeArea, AREA],
  ['resizeLanczos', resizeLanczos, LANCZOS],
] as const;

describe.each(WAYS)('%s', (_, resize, rows) => {
  it.each(rows)(
    '%i × %i × %i to %i × %i gives the reference bytes',
    (w, h, channels, newWidth, newHeight, wanted) => {
      const result = resize(noisePicture(w, h, channels), newWidth, newHeight);
      expect([result.width, result.height]).toEqual([newWidth, newHeight]);
      expect(digest(result.data)).toBe(wanted);
    },
  );

  it('keeps a flat picture flat at any size', () => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.integer({ min: 0, max: 255 }),
        (w, h, newWidth, newHeight, value) => {
          const flat = { width: w, height: h, data: new Uint8Array(w * h * 3).fill(value) };
          const { data } = resize(flat, newWidth, newHeight);
          // OpenCV's linear weights cut each product to 16 bits, which may cost one step.
          expect(data.length).toBe(newWidth * newHeight * 3);
          expect(data.every((found) => Math.abs(found - value) <= 1)).toBe(true);
        },
      ),
    );
  });

  it.each([
    [0, 5],
    [5, -1],
    [1.5, 5],
    [NaN, 5],
    [1e5, 1e5],
  ])('refuses the size %d × %d', (width, height) => {
    expect(() => resize(noisePicture(4, 4), width, height)).toThrow(
      expect.toSatisfy((error) => isAssayError(error) && error.code === 'E_ARGUMENT'),
    );
  });

  it('does not hand out or change its input', () => {
    const picture = noisePicture(8, 6);
    const before = picture.data.slice();
    resize(picture, 8, 6).data.fill(0);
    resize(picture, 5, 9).data.fill(0);
    expect(picture.data).toEqual(before);
  });
});

it('resizes a tiny picture to the numbers that cv2.resize prints', () => {
  const picture = noisePicture(3, 2);
  // picture(3, 2, 3).flatten()
  expect([...picture.data]).toEqual([
    60, 94, 129, 180, 12, 94, 198, 142, 4, 163, 64, 108, 151, 214, 60, 251, 220, 83,
  ]);
  // cv2.resize(picture(3, 2, 3), (4, 3), interpolation=cv2.INTER_LINEAR).flatten()
  expect([...resizeLinear(picture, 4, 3).data]).toEqual([
    60, 94, 129, 135, 43, 107, 187, 61, 60, 198, 142, 4, 112, 79, 119, 145, 100, 93, 188, 138, 64, 225, 181,
    44, 163, 64, 108, 155, 158, 78, 188, 216, 68, 251, 220, 83,
  ]);
  // cv2.resize(picture(3, 2, 3), (2, 1), interpolation=cv2.INTER_AREA).flatten()
  expect([...resizeArea(picture, 2, 1).data]).toEqual([130, 90, 105, 205, 158, 55]);
});
