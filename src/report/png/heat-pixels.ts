import type { Explanation } from '../../detect/explain/explanation.js';

/** Below this many log-odds a map stays pale, so that noise does not look like a finding. */
const LEAST_SCALE = 0.5;
const MOST_OPAQUE = 175;
// Vermillion and blue of Okabe and Ito: readers with any colour vision can tell them apart.
const FAKE = [213, 94, 0] as const;
const REAL = [0, 114, 178] as const;

/** The log-odds at which a map has its full colours. */
export function scaleOf({ values }: Pick<Explanation, 'values'>): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), LEAST_SCALE);
}

/** Red, green, blue and opacity (0..255) of a value in −1..1: clear at 0. */
export function colourOf(value: number): [number, number, number, number] {
  const share = Math.min(1, Math.abs(value));
  return [...(value >= 0 ? FAKE : REAL), Math.round(MOST_OPAQUE * share)];
}

/** The grid as RGBA pixels, `width` × `height`, bilinear between the centres of cells. */
export function heatPixels(
  { columns, rows, values }: Pick<Explanation, 'columns' | 'rows' | 'values'>,
  scale: number,
  width: number,
  height: number,
): Uint8Array {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const [top, bottom, down] = between((y + 0.5) / height, rows);
    for (let x = 0; x < width; x++) {
      const [left, right, along] = between((x + 0.5) / width, columns);
      const upper = mix(values[top * columns + left]!, values[top * columns + right]!, along);
      const lower = mix(values[bottom * columns + left]!, values[bottom * columns + right]!, along);
      pixels.set(colourOf(mix(upper, lower, down) / scale), (y * width + x) * 4);
    }
  }
  return pixels;
}

/** The two cells whose centres lie around a share of an axis, and how far towards the second it is. */
function between(share: number, cells: number): [first: number, second: number, along: number] {
  const at = Math.min(cells - 1, Math.max(0, share * cells - 0.5));
  const first = Math.floor(at);
  return [first, Math.min(cells - 1, first + 1), at - first];
}

function mix(a: number, b: number, along: number): number {
  return a + (b - a) * along;
}
