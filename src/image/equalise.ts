import { AssayError } from '../errors.js';
import type { Random } from '../random.js';
import { applyDegradation, type Degradation, type ResizeFilter } from './degrade.js';
import type { Image } from './image.js';

/** The distribution that every picture's history is drawn from. It must not depend on the label. */
export interface EqualiseOptions {
  /** Range of the random factor on both sides. Default 0.5–1. */
  scale?: readonly [least: number, most: number];
  /** Share that keep their size, and with it what lies between neighbouring pixels. Default 0. */
  sameSize?: number;
  /**
   * Range of the longest side, drawn instead of a factor; pictures that are smaller keep their size. For sets
   * whose classes differ in size. Default: none.
   */
  longestSide?: readonly [least: number, most: number];
  /** Most rows and columns cut off at the top and left, so that no 8 × 8 grid stays aligned. Default 7. */
  shift?: number;
  /** Range of the JPEG and WebP quality. Default 60–96. */
  quality?: readonly [least: number, most: number];
  /** Share saved as WebP and not as JPEG. Default 0.2. */
  webp?: number;
  /** Share of the JPEGs that keep full chroma (4:4:4). Default 0.3. */
  fullChroma?: number;
}

const FILTERS: readonly ResizeFilter[] = ['area', 'linear', 'lanczos'];

/** WebP's own limit on a side; larger pictures become JPEG. */
const LARGEST_WEBP = 16383;

/** Pictures are not shifted or shrunk below this side. */
const LEAST_SIDE = 16;

/**
 * Gives a picture a random new history (a shift of the JPEG grid, a rescale, a save as JPEG or WebP), the same
 * distribution whatever its class, so that format, quality and past resizing tell nothing. This is the remedy
 * for data sets whose reals and fakes were stored differently (Grommelt et al. 2024, "Fake or JPEG?").
 * Deterministic for a generator state. Throws E_ARGUMENT for ranges that are none.
 */
export async function equalise(image: Image, random: Random, options: EqualiseOptions = {}): Promise<Image> {
  return applyDegradation(image, drawHistory(image, random, options), random);
}

/** Draws the steps of `equalise` for a picture of this size. For given options it always takes the same number of draws. */
export function drawHistory(
  size: { width: number; height: number },
  random: Random,
  options: EqualiseOptions = {},
): Degradation[] {
  const {
    scale = [0.5, 1],
    sameSize = 0,
    longestSide,
    shift = 7,
    quality = [60, 96],
    webp = 0.2,
    fullChroma = 0.3,
  } = options;
  requireRange('scale', scale, 0.01, 16);
  requireRange('longestSide', longestSide ?? [LEAST_SIDE, LEAST_SIDE], 1, 65535);
  requireRange('quality', quality, 1, 100);
  requireRange('shift', [0, shift], 0, 64);
  for (const [name, share] of Object.entries({ sameSize, webp, fullChroma }))
    requireRange(name, [0, share], 0, 1);
  const [left, top] = [random.int(shift + 1), random.int(shift + 1)];
  const place = random.next();
  const filter = FILTERS[random.int(FILTERS.length)]!;
  const drawnQuality = Math.round(between(quality, random.next()));
  const isWebp = random.next() < webp;
  const isFullChroma = random.next() < fullChroma;
  const keepsSize = sameSize > 0 && random.next() < sameSize;

  const [shortest, longest] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  const wanted = longestSide ? Math.min(1, between(longestSide, place) / longest) : between(scale, place);
  const factor = keepsSize ? 1 : Math.max(wanted, Math.min(1, LEAST_SIDE / shortest));
  return [
    ...(shortest - shift >= LEAST_SIDE ? [{ kind: 'trim', left, top } as const] : []),
    ...(factor === 1 ? [] : [{ kind: 'resize', factor, filter } as const]),
    isWebp && longest * factor <= LARGEST_WEBP
      ? { kind: 'webp', quality: drawnQuality }
      : { kind: 'jpeg', quality: drawnQuality, subsampling: isFullChroma ? '4:4:4' : '4:2:0' },
  ];
}

function between([least, most]: readonly [number, number], place: number): number {
  return least + (most - least) * place;
}

function requireRange(
  name: string,
  [least, most]: readonly [number, number],
  low: number,
  high: number,
): void {
  if (least >= low && most <= high && least <= most) return;
  throw new AssayError(
    'E_ARGUMENT',
    `${name} is ${least} to ${most}; a rising range within ${low} to ${high} was expected.`,
  );
}
