import type { Image } from './image.js';
import { channelsOf } from './size.js';

/** True where both sides are halved exactly: there OpenCV's linear and area resizes are one and the same. */
export function isExactHalf(image: Image, width: number, height: number): boolean {
  return image.width === 2 * width && image.height === 2 * height;
}

/** The rounded mean of each 2 × 2 block, halves up. */
export function resizeHalf(image: Image): Image {
  const channels = channelsOf(image);
  const [width, height] = [image.width / 2, image.height / 2];
  const stride = image.width * channels;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 2 * (y * stride + x * channels);
      for (let c = from; c < from + channels; c++) {
        const { data: p } = image;
        data[to++] = (p[c]! + p[c + channels]! + p[c + stride]! + p[c + stride + channels]! + 2) >> 2;
      }
    }
  }
  return { width, height, data };
}
