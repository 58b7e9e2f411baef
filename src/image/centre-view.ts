import type { Image } from './image.js';
import { resizeLinear } from './resize-linear.js';
import { crop } from './transform.js';

/**
 * The square of native pixels in the middle of a picture, `size` × `size`; of a picture smaller than that its
 * largest square, enlarged. Odd rests go to the right and the bottom.
 */
export function centreView(image: Image, size: number): Image {
  const side = Math.min(size, image.width, image.height);
  const middle = crop(image, {
    left: Math.floor((image.width - side) / 2),
    top: Math.floor((image.height - side) / 2),
    width: side,
    height: side,
  });
  return resizeLinear(middle, size, size);
}
