import { AssayError } from '../errors.js';
import type { Image } from './image.js';
import { channelsOf, roundHalfEven } from './size.js';

/**
 * Gaussian blur of standard deviation `sigma` pixels (any number of channels): the kernel is sampled, cut at
 * ⌈3 σ⌉ pixels and normalised, edges are mirrored without repeating the edge pixel (OpenCV's
 * BORDER_REFLECT_101), sums are rounded once at the end. Throws E_ARGUMENT unless 0 ≤ sigma ≤ 100.
 */
export function blurGaussian(image: Image, sigma: number): Image {
  if (!(sigma >= 0 && sigma <= 100)) {
    throw new AssayError(
      'E_ARGUMENT',
      `A blur of sigma ${sigma} was asked for; 0 to 100 pixels are possible.`,
    );
  }
  const { width, height } = image;
  const channels = channelsOf(image);
  if (sigma === 0) return { width, height, data: image.data.slice() };
  const radius = Math.ceil(3 * sigma);
  const kernel = gaussianKernel(sigma, radius);
  const wide = new Float64Array(image.data.length);
  const columns = mirroredIndices(width, radius);
  for (let y = 0, to = 0; y < height; y++) {
    const row = y * width * channels;
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < kernel.length; k++)
          sum += kernel[k]! * image.data[row + columns[x + k]! * channels + c]!;
        wide[to++] = sum;
      }
    }
  }
  const length = width * channels;
  const rows = mirroredIndices(height, radius);
  const data = new Uint8Array(image.data.length);
  const sums = new Float64Array(length);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let k = 0; k < kernel.length; k++) {
      for (let i = 0, from = rows[y + k]! * length; i < length; i++, from++)
        sums[i]! += kernel[k]! * wide[from]!;
    }
    for (let i = 0; i < length; i++) data[y * length + i] = roundHalfEven(sums[i]!);
  }
  return { width, height, data };
}

function gaussianKernel(sigma: number, radius: number): Float64Array {
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = kernel.reduce((a, b) => a + b, 0);
  return kernel.map((weight) => weight / sum);
}

/** Index of the pixel at each place from −radius to size − 1 + radius. */
function mirroredIndices(size: number, radius: number): Int32Array {
  const period = Math.max(1, 2 * (size - 1));
  return Int32Array.from({ length: size + 2 * radius }, (_, i) => {
    const folded = (((i - radius) % period) + period) % period;
    return folded < size ? folded : period - folded;
  });
}
