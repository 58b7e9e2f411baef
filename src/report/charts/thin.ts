/**
 * Leaves out the points of a line that lie within `step` of the last one kept, in both directions, but never
 * the ends: a curve over a million samples becomes one of some hundred points that looks the same.
 */
export function thinLine<Point extends { x: number; y: number }>(
  points: readonly Point[],
  step = 1 / 800,
): Point[] {
  const kept: Point[] = [];
  points.forEach((point, i) => {
    const last = kept.at(-1);
    const isNear = last && Math.abs(point.x - last.x) < step && Math.abs(point.y - last.y) < step;
    if (!isNear || i === points.length - 1) kept.push(point);
  });
  return kept;
}
