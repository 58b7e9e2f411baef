import { AssayError } from '../errors.js';
import type { Random } from '../random.js';
import type { Image } from './image.js';

/**
 * Adds Gaussian noise of standard deviation `sigma` (in 8-bit steps) to every value on its own, rounded and
 * clipped to 0–255. Throws E_ARGUMENT unless 0 ≤ sigma ≤ 255.
 */
export function addNoise(image: Image, sigma: number, random: Random): Image {
  if (!(sigma >= 0 && sigma <= 255)) {
    throw new AssayError('E_ARGUMENT', `Noise of sigma ${sigma} was asked for; 0 to 255 are possible.`);
  }
  const data = image.data.map((value) =>
    Math.min(255, Math.max(0, Math.round(value + sigma * random.normal()))),
  );
  return { width: image.width, height: image.height, data };
}
