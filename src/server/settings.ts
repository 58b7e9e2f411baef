/** Bounds on what requests may cost; they come from strangers. */
export interface ServiceLimits {
  /** Most bytes of one picture. Default 50 MB (50 · 10⁶). */
  maxFileBytes: number;
  /** Most bytes of one request's body. Default 100 MB. */
  maxRequestBytes: number;
  /** Most pictures in one request. Default 64. */
  maxFiles: number;
  /** Most pixels of one picture, width × height. Default 100 megapixels, as in the library. */
  maxPixels: number;
  /** Most milliseconds of decoding one picture. Default 10,000. */
  decodeTimeoutMs: number;
  /** Pictures waiting or being judged above which no further request is let in. Default 64 for each process. */
  maxQueued: number;
  /** Most bytes of all bodies held at once, over all requests. Default 256 MB. */
  maxHeldBytes: number;
  /** Most milliseconds without a byte of a body that is not complete. Default 15,000. */
  bodyIdleMs: number;
  /** Most milliseconds for a whole body. Default 120,000. */
  bodyTotalMs: number;
}

/** The limits where none are given; `maxQueued` is for each process. */
export const DEFAULT_SERVICE_LIMITS: Readonly<ServiceLimits> = {
  maxFileBytes: 50e6,
  maxRequestBytes: 100e6,
  maxFiles: 64,
  maxPixels: 100e6,
  decodeTimeoutMs: 10_000,
  maxQueued: 64,
  maxHeldBytes: 256e6,
  bodyIdleMs: 15_000,
  bodyTotalMs: 120_000,
};

/** Pictures of the queue that one heat map counts as: it takes about a hundred predictions. */
export const EXPLAIN_WEIGHT = 16;
