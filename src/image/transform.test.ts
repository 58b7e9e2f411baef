import { expect, it } from 'vitest';
import { noisePicture } from './testing/pictures.js';
import { crop, flipHorizontal, toGrey } from './transform.js';

const picture = { width: 3, height: 2, data: Uint8Array.from({ length: 18 }, (_, i) => i) };

it('crops', () => {
  const data = Uint8Array.of(12, 13, 14, 15, 16, 17);
  expect(crop(picture, { left: 1, top: 1, width: 2, height: 1 })).toEqual({ width: 2, height: 1, data });
});

it.each([
  { left: 2, top: 0, width: 2, height: 1 },
  { left: 0, top: 0, width: 0, height: 1 },
  { left: -1, top: 0, width: 2, height: 1 },
  { left: 0.5, top: 0, width: 1, height: 1 },
])('refuses a crop that leaves the picture: %j', (rectangle) => {
  expect(() => crop(picture, rectangle)).toThrow(/A crop of/);
});

it('mirrors, and mirroring twice changes nothing', () => {
  expect([...flipHorizontal(picture).data]).toEqual([
    6, 7, 8, 3, 4, 5, 0, 1, 2, 15, 16, 17, 12, 13, 14, 9, 10, 11,
  ]);
  expect(flipHorizontal(flipHorizontal(picture))).toEqual(picture);
});

it('takes the luma of OpenCV', () => {
  // cv2.cvtColor(picture(8, 2, 3), cv2.COLOR_RGB2GRAY) of OpenCV 4.6.0, picture() as in resize.test.ts
  const wanted = [88, 72, 143, 99, 178, 214, 138, 28, 133, 90, 107, 149, 210, 227, 87, 91];
  expect([...toGrey(noisePicture(8, 2)).data]).toEqual(wanted);
});
