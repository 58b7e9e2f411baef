/**
 * Takes the fourth channel off interleaved 8-bit pixels, either keeping the stored colours or laying them on
 * a background (straight alpha, rounded to nearest), and says whether any pixel was not fully opaque.
 */
export function dropAlpha(
  pixels: Uint8Array,
  channels: number,
  background?: readonly [red: number, green: number, blue: number],
): { data: Uint8Array; isTransparent: boolean } {
  if (channels === 3) return { data: pixels, isTransparent: false };
  const count = pixels.length / 4;
  const data = new Uint8Array(count * 3);
  let isTransparent = false;
  for (let i = 0, from = 0, to = 0; i < count; i++, from += 4, to += 3) {
    const alpha = pixels[from + 3]!;
    if (alpha !== 255) isTransparent = true;
    for (let c = 0; c < 3; c++) {
      const colour = pixels[from + c]!;
      data[to + c] = background
        ? Math.round((colour * alpha + background[c]! * (255 - alpha)) / 255)
        : colour;
    }
  }
  return { data, isTransparent };
}
