import { blockMeans } from './block-means.js';
import type { Image } from './image.js';
import { resizeLinear } from './resize-linear.js';
import { requireSize } from './size.js';

/**
 * All of a picture as a square of `size` pixels in which nothing aliases: along each side as many pixels as go whole
 * into a pixel of the square are averaged first (the middle of the picture; what is left over at the edges, less than a
 * half of such a block, is cut off), and `resizeLinear` does the rest. The view of a view is the view itself.
 * Throws E_ARGUMENT for a size that is not whole and positive.
 */
export function areaView(image: Image, size: number): Image {
  requireSize(size, size);
  const [blockX, blockY] = [image.width, image.height].map((side) =>
    Math.max(1, Math.floor(side / size)),
  ) as [number, number];
  return resizeLinear(blockMeans(image, blockX, blockY), size, size);
}
