import { SIGNATURE_SIDE, type Window } from './signature.js';

/** Each window is this much smaller than the one before. */
const SHRINK = 0.88;
/** Neighbouring windows lie this share of their side apart. */
const STEP = 0.11;
/** The smallest window's shorter side: a crop must keep about half of each side to be found. */
const SMALLEST = 16;

const cache = new Map<string, Window[]>();

/**
 * Windows all over a halved picture whose width is `ratio` times their height (in the squashed picture's own
 * pixels), at every scale from the largest that fits, and more of them in the middle, where most crops are cut. The whole
 * picture is not among them. Sorted so that those of the same x and width stand together.
 */
export function listWindows(ratio: number): readonly Window[] {
  const key = ratio.toFixed(3);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const found = new Map<string, Window>();
  const add = (x: number, y: number, width: number, height: number): void => {
    if (Math.min(width, height) < SMALLEST || width * height === SIGNATURE_SIDE ** 2) return;
    found.set([x, y, width, height].join(), { x, y, width, height });
  };
  for (let long = SIGNATURE_SIDE; long >= SMALLEST; long *= SHRINK) {
    const width = Math.round(long * Math.min(1, ratio));
    const height = Math.round(long * Math.min(1, 1 / ratio));
    for (const x of offsets(width)) for (const y of offsets(height)) add(x, y, width, height);
  }
  for (let long = SIGNATURE_SIDE; long >= SMALLEST; long--) {
    const width = Math.round(long * Math.min(1, ratio));
    const height = Math.round(long * Math.min(1, 1 / ratio));
    add((SIGNATURE_SIDE - width) >> 1, (SIGNATURE_SIDE - height) >> 1, width, height);
  }
  const windows = [...found.values()].sort((a, b) => a.width - b.width || a.x - b.x);
  cache.set(key, windows);
  return windows;
}

function offsets(side: number): number[] {
  const room = SIGNATURE_SIDE - side;
  const count = Math.ceil(room / Math.max(1, Math.round(STEP * side)));
  return Array.from({ length: count + 1 }, (_, k) => (count === 0 ? 0 : Math.round((k * room) / count)));
}
