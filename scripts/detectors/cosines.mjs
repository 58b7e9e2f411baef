// The first terms of a two-dimensional cosine transform over squares of a picture's three colours: where the linear part of
// an auto-encoder (auto-encoder.mjs) starts, since those lose the least that so few numbers can.

/** Grey and two differences of colours, orthonormal. */
const COLOURS = [[1, 1, 1], [1, 0, -1], [1, -2, 1]].map((colour) => colour.map((part) => part / Math.hypot(...colour))); // prettier-ignore

/** `count` orthonormal tiles [3,side,side], slow waves first; differences of colours wait for those one and a half slower. */
export function cosineTiles(count, side) {
  const terms = COLOURS.flatMap((colour, i) =>
    Array.from({ length: side * side }, (_, at) => {
      const [u, v] = [Math.floor(at / side), at % side];
      return { colour, u, v, order: u + v + (i > 0 ? 1.5 : 0) };
    }),
  ).sort((a, b) => a.order - b.order);
  return terms.slice(0, count).map(({ colour, u, v }) => {
    const wave = (frequency, at) =>
      Math.sqrt((frequency === 0 ? 1 : 2) / side) * Math.cos((Math.PI * frequency * (at + 0.5)) / side);
    return Float32Array.from({ length: 3 * side * side }, (_, i) => {
      const at = i % (side * side);
      return colour[Math.floor(i / (side * side))] * wave(u, Math.floor(at / side)) * wave(v, at % side);
    });
  });
}
