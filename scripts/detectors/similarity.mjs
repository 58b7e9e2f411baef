// Similarities of the plane, [a,b,c,d,e,f] for (x,y) -> (a x + b y + c, d x + e y + f), and pictures seen through them.

/** The similarity that brings points `from` nearest to points `to` by least squares (Umeyama 1991, without reflection). */
export function similarityBetween(from, to) {
  const mean = (points, axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [fx, fy, tx, ty] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)];
  let [dot, cross, spread] = [0, 0, 0];
  from.forEach(([x, y], i) => {
    const [u, v] = [to[i][0] - tx, to[i][1] - ty];
    dot += (x - fx) * u + (y - fy) * v;
    cross += (x - fx) * v - (y - fy) * u;
    spread += (x - fx) ** 2 + (y - fy) ** 2;
  });
  const [a, b] = [dot / spread, cross / spread];
  return [a, -b, tx - a * fx + b * fy, b, a, ty - b * fx - a * fy];
}

/** The inverse of a map whose linear part is a similarity's. */
export function inverse([a, b, c, d, e, f]) {
  const det = a * e - b * d;
  const [ia, ib, id, ie] = [e / det, -b / det, -d / det, a / det];
  return [ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)];
}

export const apply = ([a, b, c, d, e, f], [x, y]) => [a * x + b * y + c, d * x + e * y + f];

/**
 * Pixels [height,width,3] where the one at (x,y) is what `map` points to in the picture, by bilinear interpolation,
 * edges repeated. `left` and `top` say where the result lies.
 */
export function sample(picture, map, width, height, left = 0, top = 0) {
  const out = new Float32Array(width * height * 3);
  const [lastX, lastY] = [picture.width - 1, picture.height - 1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [sx, sy] = apply(map, [x + left, y + top]);
      const px = Math.min(Math.max(sx, 0), lastX);
      const py = Math.min(Math.max(sy, 0), lastY);
      const [x0, y0] = [Math.floor(px), Math.floor(py)];
      const [x1, y1] = [Math.min(x0 + 1, lastX), Math.min(y0 + 1, lastY)];
      const [wx, wy] = [px - x0, py - y0];
      for (let c = 0; c < 3; c++) {
        const at = (column, row) => picture.data[(row * picture.width + column) * 3 + c];
        const upper = at(x0, y0) * (1 - wx) + at(x1, y0) * wx;
        const lower = at(x0, y1) * (1 - wx) + at(x1, y1) * wx;
        out[(y * width + x) * 3 + c] = upper * (1 - wy) + lower * wy;
      }
    }
  }
  return out;
}
