import { AssayError } from '../errors.js';
import type { Random } from '../random.js';
import { blurGaussian } from './blur.js';
import { type Subsampling, throughJpeg, throughWebp } from './encode.js';
import type { Image } from './image.js';
import { addNoise } from './noise.js';
import { resizeArea } from './resize-area.js';
import { resizeLanczos } from './resize-lanczos.js';
import { resizeLinear } from './resize-linear.js';
import { crop, flipHorizontal } from './transform.js';

/** How a picture is resampled: mean of areas, bilinear without antialiasing, or antialiased Lanczos. */
export type ResizeFilter = 'area' | 'linear' | 'lanczos';

/** One thing that befalls a picture on its way, as data. Sizes in pixels, qualities 1–100. */
export type Degradation =
  /** Saved as JPEG. Subsampling 4:2:0 unless told. */
  | { kind: 'jpeg'; quality: number; subsampling?: Subsampling }
  /** Saved as lossy WebP. */
  | { kind: 'webp'; quality: number }
  /** Both sides times `factor`. Lanczos unless told. */
  | { kind: 'resize'; factor: number; filter?: ResizeFilter }
  /** Shrunk until the longest side is at most `side`; never enlarged. Lanczos unless told. */
  | { kind: 'fit'; side: number; filter?: ResizeFilter }
  /** Gaussian blur. */
  | { kind: 'blur'; sigma: number }
  /** Gaussian noise from the random generator, in 8-bit steps. */
  | { kind: 'noise'; sigma: number }
  /** Rows and columns cut off at the top and left, which moves an 8 × 8 JPEG grid. */
  | { kind: 'trim'; left: number; top: number }
  /** Left and right swapped. */
  | { kind: 'flip' }
  /**
   * Shown across a screen `width` pixels wide (enlarged at most four times) and captured without loss; `gamma`
   * (default 1) is that of a display whose tone differs.
   */
  | { kind: 'screenshot'; width: number; gamma?: number };

/**
 * Applies degradations in turn. The same picture, degradations and generator state give the same pixels; only
 * `noise` draws from the generator. Throws E_ARGUMENT for values out of range.
 */
export async function applyDegradation(
  image: Image,
  degradation: Degradation | readonly Degradation[],
  random: Random,
): Promise<Image> {
  let result = image;
  for (const step of isList(degradation) ? degradation : [degradation])
    result = await applyStep(result, step, random);
  return result;
}

function isList(degradation: Degradation | readonly Degradation[]): degradation is readonly Degradation[] {
  return Array.isArray(degradation);
}

function applyStep(image: Image, step: Degradation, random: Random): Image | Promise<Image> {
  switch (step.kind) {
    case 'jpeg':
      return throughJpeg(image, { quality: step.quality, subsampling: step.subsampling ?? '4:2:0' });
    case 'webp':
      return throughWebp(image, { quality: step.quality });
    case 'resize':
      return scale(image, step.factor, step.filter);
    case 'fit':
      return scale(image, Math.min(1, step.side / Math.max(image.width, image.height)), step.filter);
    case 'blur':
      return blurGaussian(image, step.sigma);
    case 'noise':
      return addNoise(image, step.sigma, random);
    case 'trim': {
      const { left, top } = step;
      return crop(image, { left, top, width: image.width - left, height: image.height - top });
    }
    case 'flip':
      return flipHorizontal(image);
    case 'screenshot':
      return withGamma(scale(image, Math.min(4, step.width / image.width), 'linear'), step.gamma ?? 1);
  }
}

/** Both sides times a factor, rounded, at least one pixel each. Shrinking with `linear` to less than half would alias: area then. */
function scale(image: Image, factor: number, filter: ResizeFilter = 'lanczos'): Image {
  if (!(factor > 0 && factor <= 16)) {
    throw new AssayError(
      'E_ARGUMENT',
      `A resize by ${factor} was asked for; above 0 and up to 16 is possible.`,
    );
  }
  const width = Math.max(1, Math.round(image.width * factor));
  const height = Math.max(1, Math.round(image.height * factor));
  if (filter === 'lanczos') return resizeLanczos(image, width, height);
  return filter === 'area' || factor < 0.5
    ? resizeArea(image, width, height)
    : resizeLinear(image, width, height);
}

function withGamma(image: Image, gamma: number): Image {
  if (gamma === 1) return image;
  if (!(gamma >= 0.2 && gamma <= 5)) {
    throw new AssayError('E_ARGUMENT', `A gamma of ${gamma} was asked for; 0.2 to 5 is possible.`);
  }
  const table = Uint8Array.from({ length: 256 }, (_, value) => Math.round(255 * (value / 255) ** gamma));
  return { width: image.width, height: image.height, data: image.data.map((value) => table[value]!) };
}
