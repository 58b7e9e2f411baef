import { BANDS, readSignature, type Coefficients } from './signature.js';

/** What near-duplicate search needs of a picture. */
export interface Look {
  /** GREY_SIDE × GREY_SIDE luma, the whole picture squashed to a square. */
  grey: Uint8Array;
  /** Width over height of the picture itself. */
  aspect: number;
}

/** What a search goes through: pictures that are not too plain, by their place in the data set. */
export interface Searched extends Look {
  index: number;
  coefficients: Coefficients;
}

/** Two looks, by index, that show the same picture; `a < b`. */
export interface NearPair {
  a: number;
  b: number;
  kind: 'near' | 'near-turned' | 'crop';
  correlation: number;
  /** For `crop`: which of the two is the part, and where it lies in the other, in fractions of its sides. */
  part?: { index: number; x: number; y: number; width: number; height: number };
}

/** Whether a pair, by place in the data set, needs no further look. */
export type IsSettled = (a: number, b: number) => boolean;

/** The signatures of pictures as given, BANDS numbers each. */
export function signaturesOf(searched: readonly Searched[]): Uint16Array {
  const signatures = new Uint16Array(searched.length * BANDS);
  searched.forEach(({ coefficients }, k) =>
    readSignature(coefficients, 0, signatures.subarray(k * BANDS, (k + 1) * BANDS)),
  );
  return signatures;
}
