import { AssayError } from '../errors.js';
import { channelsOf } from './size.js';
import type { GreyImage, Image } from './image.js';

/** A rectangle in pixels. */
export interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Cuts a rectangle out (any number of channels). Throws E_ARGUMENT where it is not whole or leaves the picture. */
export function crop(image: Image, { left, top, width, height }: Rectangle): Image {
  const whole = [left, top, width, height].every(Number.isInteger);
  const inside = left >= 0 && top >= 0 && left + width <= image.width && top + height <= image.height;
  if (!whole || !inside || width < 1 || height < 1) {
    throw new AssayError(
      'E_ARGUMENT',
      `A crop of ${width} × ${height} at (${left}, ${top}) was asked of a picture of ${image.width} × ${image.height}.`,
    );
  }
  const channels = channelsOf(image);
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * channels;
    data.set(image.data.subarray(from, from + width * channels), y * width * channels);
  }
  return { width, height, data };
}

/** Mirrors left and right (any number of channels). */
export function flipHorizontal(image: Image): Image {
  const { width, height } = image;
  const channels = channelsOf(image);
  const data = new Uint8Array(image.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const to = (y * width + width - 1 - x) * channels;
      for (let c = 0; c < channels; c++) data[to + c] = image.data[from + c]!;
    }
  }
  return { width, height, data };
}

/**
 * Luma as OpenCV's `COLOR_RGB2GRAY` has it: `(9798 R + 19235 G + 3735 B + 16384) >> 15`, the BT.601 weights
 * in 1/32768.
 */
export function toGrey({ width, height, data: rgb }: Image): GreyImage {
  const data = new Uint8Array(width * height);
  for (let i = 0, from = 0; i < data.length; i++, from += 3) {
    data[i] = (rgb[from]! * 9798 + rgb[from + 1]! * 19235 + rgb[from + 2]! * 3735 + 16384) >> 15;
  }
  return { width, height, data };
}
