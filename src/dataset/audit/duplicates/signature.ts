/**
 * Perceptual signatures: the signs of the 48 lowest cosine coefficients (DCT-II, mean left out) of a picture or
 * of a window of it, in three bands of 16 bits. The idea is pHash's (Zauner 2010); signs about zero instead of
 * about the median let a mirrored picture's signature be read off by flipping fixed bits.
 */

/** Side of the square grey picture that stands for a file in the search for duplicates. */
export const GREY_SIDE = 64;

/** Side of the halved picture that signatures are taken from. */
export const SIGNATURE_SIDE = GREY_SIDE / 2;

/** Bands of a signature; coefficients are dealt to them in turn, so that each has its share of every scale. */
export const BANDS = 3;

const FREQUENCIES = 8;
const BITS = 48;

/** [horizontal, vertical] frequency of bit k: from the coarsest to the finest. */
const ORDER: readonly (readonly [number, number])[] = Array.from(
  { length: FREQUENCIES ** 2 - 1 },
  (_, k) => [(k + 1) % FREQUENCIES, Math.floor((k + 1) / FREQUENCIES)] as const,
)
  .sort(([a, b], [c, d]) => a * a + b * b - c * c - d * d || a - c)
  .slice(0, BITS);

/** Cosine coefficients, `[vertical * 8 + horizontal]`. */
export type Coefficients = Float32Array;

/** A window of a square picture, in its pixels. */
export interface Window {
  x: number;
  y: number;
  width: number;
  height: number;
}

const bases = new Map<number, Float64Array>();

/** cos(π·u·(x + ½)/length) at `[x * 8 + u]`. */
function basis(length: number): Float64Array {
  let table = bases.get(length);
  if (table === undefined) {
    table = new Float64Array(length * FREQUENCIES);
    for (let x = 0; x < length; x++) {
      for (let u = 0; u < FREQUENCIES; u++) {
        table[x * FREQUENCIES + u] = Math.cos((Math.PI * u * (x + 0.5)) / length);
      }
    }
    bases.set(length, table);
  }
  return table;
}

/** What `transformRows` hands on to `transformColumns`: 8 coefficients for each row of a halved picture. */
export type RowCoefficients = Float64Array;

/** Room for the coefficients of rows. */
export function createRowCoefficients(): RowCoefficients {
  return new Float64Array(SIGNATURE_SIDE * FREQUENCIES);
}

// Cosines of even frequency are symmetric about the middle, those of odd frequency antisymmetric: both transforms
// first add and subtract what stands opposite, and so need half the products.

/** For every row of the picture, the 8 lowest cosine coefficients of the pixels x … x + width. */
export function transformRows(half: Uint8Array, x: number, width: number, out: RowCoefficients): void {
  const table = basis(width);
  const pairs = width >> 1;
  for (let row = 0; row < SIGNATURE_SIDE; row++) {
    const first = row * SIGNATURE_SIDE + x;
    const last = first + width - 1;
    const middle = (width & 1) === 1 ? half[first + pairs]! : 0;
    const m = pairs * FREQUENCIES;
    let [s0, s2, s4, s6] = [0, 0, 0, 0];
    let [s1, s3, s5, s7] = [0, 0, 0, 0];
    if (middle !== 0) {
      s0 = middle;
      s2 = middle * table[m + 2]!;
      s4 = middle * table[m + 4]!;
      s6 = middle * table[m + 6]!;
    }
    for (let k = 0; k < pairs; k++) {
      const sum = half[first + k]! + half[last - k]!;
      const difference = half[first + k]! - half[last - k]!;
      const t = k * FREQUENCIES;
      s0 += sum;
      s1 += difference * table[t + 1]!;
      s2 += sum * table[t + 2]!;
      s3 += difference * table[t + 3]!;
      s4 += sum * table[t + 4]!;
      s5 += difference * table[t + 5]!;
      s6 += sum * table[t + 6]!;
      s7 += difference * table[t + 7]!;
    }
    const to = row * FREQUENCIES;
    out[to] = s0;
    out[to + 1] = s1;
    out[to + 2] = s2;
    out[to + 3] = s3;
    out[to + 4] = s4;
    out[to + 5] = s5;
    out[to + 6] = s6;
    out[to + 7] = s7;
  }
}

const sums = new Float64Array((SIGNATURE_SIDE / 2 + 1) * FREQUENCIES);
const differences = new Float64Array((SIGNATURE_SIDE / 2 + 1) * FREQUENCIES);

/** The coefficients of rows y … y + height, from what `transformRows` gave. */
export function transformColumns(rows: RowCoefficients, y: number, height: number, out: Coefficients): void {
  const table = basis(height);
  const pairs = height >> 1;
  for (let k = 0; k < pairs; k++) {
    const upper = (y + k) * FREQUENCIES;
    const lower = (y + height - 1 - k) * FREQUENCIES;
    const to = k * FREQUENCIES;
    for (let u = 0; u < FREQUENCIES; u++) {
      const [above, below] = [rows[upper + u]!, rows[lower + u]!];
      sums[to + u] = above + below;
      differences[to + u] = above - below;
    }
  }
  let rest = pairs;
  if ((height & 1) === 1) {
    // The row in the middle has no opposite; odd frequencies are 0 there.
    const middle = (y + pairs) * FREQUENCIES;
    const to = pairs * FREQUENCIES;
    for (let u = 0; u < FREQUENCIES; u++) {
      sums[to + u] = rows[middle + u]!;
      differences[to + u] = 0;
    }
    rest++;
  }
  for (let v = 0; v < FREQUENCIES; v++) {
    const from = (v & 1) === 0 ? sums : differences;
    let [s0, s1, s2, s3, s4, s5, s6, s7] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let k = 0; k < rest; k++) {
      const at = k * FREQUENCIES;
      const weight = table[at + v]!;
      s0 += weight * from[at]!;
      s1 += weight * from[at + 1]!;
      s2 += weight * from[at + 2]!;
      s3 += weight * from[at + 3]!;
      s4 += weight * from[at + 4]!;
      s5 += weight * from[at + 5]!;
      s6 += weight * from[at + 6]!;
      s7 += weight * from[at + 7]!;
    }
    const to = v * FREQUENCIES;
    out[to] = s0;
    out[to + 1] = s1;
    out[to + 2] = s2;
    out[to + 3] = s3;
    out[to + 4] = s4;
    out[to + 5] = s5;
    out[to + 6] = s6;
    out[to + 7] = s7;
  }
}

/** The coefficients of a whole halved picture. */
export function transformWhole(half: Uint8Array): Coefficients {
  const rows = createRowCoefficients();
  const out = new Float32Array(FREQUENCIES ** 2);
  transformRows(half, 0, SIGNATURE_SIDE, rows);
  transformColumns(rows, 0, SIGNATURE_SIDE, out);
  return out;
}

/** Halves a GREY_SIDE picture: the mean of each 2 × 2 pixels. */
export function halve(grey: Uint8Array): Uint8Array {
  const half = new Uint8Array(SIGNATURE_SIDE ** 2);
  for (let y = 0; y < SIGNATURE_SIDE; y++) {
    for (let x = 0; x < SIGNATURE_SIDE; x++) {
      const at = 2 * y * GREY_SIDE + 2 * x;
      const sum = grey[at]! + grey[at + 1]! + grey[at + GREY_SIDE]! + grey[at + GREY_SIDE + 1]!;
      half[y * SIGNATURE_SIDE + x] = (sum + 2) >> 2;
    }
  }
  return half;
}

/** How a picture is turned: `transpose` swaps its axes first, then the mirrors apply. */
export interface Turn {
  transpose: boolean;
  mirrorX: boolean;
  mirrorY: boolean;
}

/** The eight ways a rectangle can lie; the first is as given. */
export const TURNS: readonly Turn[] = [false, true].flatMap((transpose) =>
  [false, true].flatMap((mirrorY) => [false, true].map((mirrorX) => ({ transpose, mirrorX, mirrorY }))),
);

/** As given, and mirrored left to right: places in TURNS. */
export const MIRRORS = [0, 1] as const;

/** For each turn: where the coefficient of bit k stands, and for each band the bits that change sign. */
const LAYOUTS = TURNS.map(({ transpose, mirrorX, mirrorY }) => {
  const negate = new Uint16Array(BANDS);
  ORDER.forEach(([u, v], k) => {
    if ((((mirrorX ? u : 0) + (mirrorY ? v : 0)) & 1) === 1) negate[k % BANDS]! |= 1 << (k / BANDS);
  });
  const place = Uint8Array.from(ORDER, ([u, v]) => (transpose ? u * FREQUENCIES + v : v * FREQUENCIES + u));
  return { place, negate };
});

/**
 * The signature of the picture as turned by `TURNS[turn]`, one 16-bit band at each of `out[0..3]`, and in
 * `magnitudes[band * 16 + bit]` how far each bit is from tipping over.
 */
export function readSignature(
  coefficients: Coefficients,
  turn: number,
  out: Uint16Array,
  magnitudes?: Float32Array,
): void {
  const { place, negate } = LAYOUTS[turn]!;
  for (let band = 0; band < BANDS; band++) {
    let bits = 0;
    for (let bit = 0; bit < 16; bit++) {
      const value = coefficients[place[bit * BANDS + band]!]!;
      if (value > 0) bits |= 1 << bit;
      if (magnitudes !== undefined) magnitudes[band * 16 + bit] = Math.abs(value);
    }
    out[band] = bits ^ negate[band]!;
  }
}

/** The signature of the same picture mirrored left to right, in place. */
export function mirrorSignature(bands: Uint16Array): void {
  const { negate } = LAYOUTS[1]!;
  for (let band = 0; band < BANDS; band++) bands[band]! ^= negate[band]!;
}

/**
 * Correlation of two pictures as far as their lowest coefficients tell, the second one turned by
 * `TURNS[turn]`: −1..1.
 */
export function coarseCorrelation(a: Coefficients, b: Coefficients, turn: number): number {
  const { transpose, mirrorX, mirrorY } = TURNS[turn]!;
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let k = 1; k < a.length; k++) {
    const u = k % FREQUENCIES;
    const v = (k - u) / FREQUENCIES;
    // A cosine of frequency 0 has twice the energy of the others.
    const weight = u === 0 || v === 0 ? 0.5 : 1;
    const turned = b[transpose ? u * FREQUENCIES + v : k]!;
    const isNegated = (((mirrorX ? u : 0) + (mirrorY ? v : 0)) & 1) === 1;
    product += weight * a[k]! * (isNegated ? -turned : turned);
    squaresA += weight * a[k]! ** 2;
    squaresB += weight * turned ** 2;
  }
  return product / (Math.sqrt(squaresA * squaresB) + 1e-9);
}
