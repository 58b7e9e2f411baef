import { AssayError } from '../errors.js';

/** Most pixels that a resize may produce. */
const MAX_PIXELS = 268_402_689;

/** Channels of an interleaved picture, from its data's length. Throws E_ARGUMENT where the length fits no whole number. */
export function channelsOf(image: { width: number; height: number; data: Uint8Array }): number {
  const channels = image.data.length / (image.width * image.height);
  if (Number.isInteger(channels) && channels > 0) return channels;
  throw new AssayError(
    'E_ARGUMENT',
    `A picture of ${image.width} × ${image.height} has ${image.data.length} values; a whole number a pixel was expected.`,
  );
}

/** Throws E_ARGUMENT unless both sides are whole numbers of at least 1 and their product is within bounds. */
export function requireSize(width: number, height: number): void {
  const whole = Number.isInteger(width) && Number.isInteger(height) && width >= 1 && height >= 1;
  if (whole && width * height <= MAX_PIXELS) return;
  throw new AssayError(
    'E_ARGUMENT',
    `A size of ${width} × ${height} was asked for; whole numbers from 1 and at most ${MAX_PIXELS} pixels are possible.`,
  );
}

/** Rounds to the nearest whole number, halves to the even one, as OpenCV's `cvRound` (SSE2) does. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
