import type { Image } from './image.js';
import { resizeLinear } from './resize-linear.js';
import { crop } from './transform.js';

/**
 * `tiles` × `tiles` squares of native pixels, spread evenly from edge to edge of a picture, laid side by side:
 * a picture of `tiles · size` pixels a side. Squares overlap where there is not that much room; of a picture smaller
 * than `size` they are its largest squares, enlarged. The view of a view is the view itself.
 */
export function tileView(image: Image, size: number, tiles: number): Image {
  const side = Math.min(size, image.width, image.height);
  const lefts = tileStarts(image.width, side, tiles);
  const tops = tileStarts(image.height, side, tiles);
  return layTiles(
    tops.flatMap((top) =>
      lefts.map((left) => resizeLinear(crop(image, { left, top, width: side, height: side }), size, size)),
    ),
    size,
    tiles,
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

/** Where the squares begin along a side, rounded down. */
function tileStarts(extent: number, side: number, tiles: number): number[] {
  const steps = Math.max(1, tiles - 1);
  return Array.from({ length: tiles }, (_, i) => Math.floor(((extent - side) * i) / steps));
}
