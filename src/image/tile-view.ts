import type { Image } from './image.js';
import { resizeLinear } from './resize-linear.js';
import { crop } from './transform.js';

/**
 * `tiles` × `tiles` squares of native pixels, spread evenly from edge to edge of a picture, laid side by side:
 * a picture of `tiles · size` pixels a side. Squares overlap where there is not that much room; of a picture smaller
 * than `size` they are its largest squares, enlarged. The view of a view is the view itself.
 */
export function tileView(image: Image, size: number, tiles: number): Image {
  const steps = Math.max(1, tiles - 1);
  return layTiles(
    cutTiles(image, size, tiles, (room, i) => Math.floor((room * i) / steps)),
    size,
    tiles,
  );
}

/**
 * `tiles` × `tiles` squares of native pixels, row by row, which begin along a side where `startOf` says for the room that is
 * left there; of a picture smaller than `size` its largest squares, enlarged.
 */
export function cutTiles(
  image: Image,
  size: number,
  tiles: number,
  startOf: (room: number, i: number) => number,
): Image[] {
  const side = Math.min(size, image.width, image.height);
  const [lefts, tops] = [image.width, image.height].map((extent) =>
    Array.from({ length: tiles }, (_, i) => startOf(extent - side, i)),
  ) as [number[], number[]];
  return tops.flatMap((top) =>
    lefts.map((left) => resizeLinear(crop(image, { left, top, width: side, height: side }), size, size)),
  );
}

/** Lays up to `tiles` × `tiles` squares of `size` pixels side by side, row by row; places left over stay black. */
export function layTiles(squares: readonly Image[], size: number, tiles: number): Image {
  const width = tiles * size;
  const data = new Uint8Array(3 * width * width);
  squares.forEach((square, i) => {
    const [row, column] = [Math.floor(i / tiles), i % tiles];
    for (let y = 0; y < size; y++) {
      const to = ((row * size + y) * width + column * size) * 3;
      data.set(square.data.subarray(y * size * 3, (y + 1) * size * 3), to);
    }
  });
  return { width, height: width, data };
}
