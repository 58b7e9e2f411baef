/** Bounds on what one picture may cost; pictures come from strangers. */
export interface ImageLimits {
  /** Most bytes of a file. Default 100 MB (100 · 10⁶). */
  maxBytes: number;
  /** Most pixels, width × height. Default 100 megapixels (100 · 10⁶). */
  maxPixels: number;
  /** Most milliseconds of decoding. Default 30,000. */
  timeoutMs: number;
}

/** The limits used where none are given. */
export const DEFAULT_IMAGE_LIMITS: Readonly<ImageLimits> = {
  maxBytes: 100e6,
  maxPixels: 100e6,
  timeoutMs: 30_000,
};
