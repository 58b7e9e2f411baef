// The parts of a face that CIPLAB's composites had replaced, as points of MediaPipe's face mesh, left in the picture first.

/** Each part's outline lies round these points. The eyes come with their brows or without. */
export const PARTS = {
  leftEye: [226, 31, 228, 229, 230, 231, 232, 233, 244, 190, 56, 28, 27, 29, 30, 247],
  rightEye: [446, 261, 448, 449, 450, 451, 452, 453, 464, 414, 286, 258, 257, 259, 260, 467],
  nose: [168, 122, 351, 49, 279, 129, 358, 98, 327, 2, 64, 294],
  mouth: [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185],
};
export const BROWS = { leftEye: [70, 63, 105, 66, 107], rightEye: [300, 293, 334, 296, 336] };
/** Points that say how a face is turned and what it is like: two faces are alike where these lie alike. */
export const POSE = [33, 133, 362, 263, 1, 2, 61, 291, 0, 17, 10, 152, 234, 454];

/** The convex hull of points, in order (Andrew's monotone chain). */
export function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list) => {
    const chain = [];
    for (const point of list) {
      while (chain.length > 1) {
        const [[ax, ay], [bx, by]] = chain.slice(-2);
        if ((bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** Moves points away from their middle by a factor. */
export function grow(points, factor) {
  const [cx, cy] = [0, 1].map((axis) => points.reduce((sum, p) => sum + p[axis], 0) / points.length);
  return points.map(([x, y]) => [cx + (x - cx) * factor, cy + (y - cy) * factor]);
}
