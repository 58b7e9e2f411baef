import { areaView } from './area-view.js';
import { blockMeans } from './block-means.js';
import type { Image } from './image.js';
import { cutTiles, layTiles } from './tile-view.js';

/** Generators make pictures of some 1,024 pixels a side; what is twice as long or longer was taken by a camera or enlarged. */
export const FULL_SIDE = 1024;

/**
 * The picture in blocks of so many whole pixels a side that its longer side keeps at least 1,024 of them: itself up to
 * 2,047 pixels, its halves up to 3,071, and so on. Blocks are never larger than the shorter side.
 */
export function nativePixels(image: Image): Image {
  const { width, height } = image;
  const block = Math.max(1, Math.min(Math.floor(Math.max(width, height) / FULL_SIDE), width, height));
  return blockMeans(image, block, block);
}

/**
 * Squares of a picture's `nativePixels` and all of it as one more (`areaView`), laid side by side: a picture of
 * `tiles · size` pixels a side. The squares are in the middles of `tiles` × `tiles` equal parts, less the last one, where
 * makers put their marks: there all of the picture is. Of pictures smaller than `size` they are its largest squares, enlarged.
 */
export function mixedView(image: Image, size: number, tiles: number): Image {
  return layTiles([...nativeSquares(image, size, tiles), areaView(image, size)], size, tiles);
}

/** The squares of `mixedView` alone, row by row: `tiles²` − 1 pictures of `size` × `size` pixels. */
export function nativeSquares(image: Image, size: number, tiles: number): Image[] {
  const middles = (room: number, i: number): number => Math.floor((room * (2 * i + 1)) / (2 * tiles));
  return cutTiles(nativePixels(image), size, tiles, middles).slice(0, -1);
}
