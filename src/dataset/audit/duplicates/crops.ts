import { alignWindow } from './align.js';
import { compare, isSamePicture } from './compare.js';
import { wholePatch, windowPatch } from './patch.js';
import { type IsSettled, type NearPair, type Searched, signaturesOf } from './searched.js';
import { createSignatureIndex } from './signature-index.js';
import {
  BANDS,
  coarseCorrelation,
  createRowCoefficients,
  GREY_SIDE,
  halve,
  mirrorSignature,
  MIRRORS,
  readSignature,
  SIGNATURE_SIDE,
  transformColumns,
  transformRows,
  type Window,
} from './signature.js';
import { listWindows } from './windows.js';

/** Differing bits of 48 up to which a picture and a window are looked at at all, and weak bits flipped a band. */
const MAX_BITS = 11;
const PROBES = 5;
/** Correlation of the coarsest structure from which a window's place is refined. */
const WORTH_ALIGNING = 0.72;
/** Two pictures have the same proportions when the logs of their aspects fall in the same step of this size. */
const ASPECT_STEP = 0.04;
/** Crops are looked for in the proportions that at least this share of the pictures have, … */
const ASPECT_SHARE = 0.01;
/** … the most frequent ones only. */
const MAX_ASPECTS = 4;

/** Most places refined in one picture, the likeliest first: bounds the work on uniform sets. */
const MAX_CANDIDATES = 8;

/** A search for parts of pictures, among the pictures of one of the data set's common proportions. */
export interface CropSearch {
  /**
   * Pairs of `searched[k]` and pictures that are a part of it, upright or mirrored. Pairs that `isSettled` are
   * passed over.
   */
  find(k: number, isSettled: IsSettled): NearPair[];
}

/** The proportions parts are looked for in: one search each. */
export function createCropSearches(searched: readonly Searched[]): (() => CropSearch)[] {
  return commonAspects(searched).map(
    ({ aspect, members }) =>
      () =>
        createCropSearch(searched, members, aspect),
  );
}

function createCropSearch(
  searched: readonly Searched[],
  members: readonly Searched[],
  aspect: number,
): CropSearch {
  const index = createSignatureIndex(signaturesOf(members));
  const rows = createRowCoefficients();
  const coefficients = new Float32Array(64);
  const bands = new Uint16Array(BANDS);
  const magnitudes = new Float32Array(BANDS * 16);
  // For each member that the picture may hold: its best correlation, and where and how it was reached.
  const best = new Float64Array(members.length).fill(WORTH_ALIGNING);
  const windowOf = new Uint16Array(members.length);
  const turnOf = new Uint8Array(members.length);
  const candidates: number[] = [];

  function gather(whole: Searched, windows: readonly Window[]): void {
    const half = halve(whole.grey);
    let [x, width] = [-1, -1];
    for (let place = 0; place < windows.length; place++) {
      const window = windows[place]!;
      if (window.x !== x || window.width !== width) {
        transformRows(half, window.x, window.width, rows);
        [x, width] = [window.x, window.width];
      }
      transformColumns(rows, window.y, window.height, coefficients);
      readSignature(coefficients, 0, bands, magnitudes);
      index.aim(magnitudes, PROBES);
      for (const turn of MIRRORS) {
        if (turn === 1) mirrorSignature(bands);
        index.query(bands, MAX_BITS, (found) => {
          const part = members[found]!;
          if (part === whole) return;
          const correlation = coarseCorrelation(part.coefficients, coefficients, turn);
          const before = best[found]!;
          if (correlation <= before) return;
          if (before === WORTH_ALIGNING) candidates.push(found);
          best[found] = correlation;
          windowOf[found] = place;
          turnOf[found] = turn;
        });
      }
    }
  }

  return {
    find(k, isSettled) {
      const whole = searched[k]!;
      const windows = listWindows(aspect / whole.aspect);
      gather(whole, windows);
      candidates.sort((a, b) => best[b]! - best[a]!);
      const pairs: NearPair[] = [];
      for (const found of candidates.slice(0, MAX_CANDIDATES)) {
        const part = members[found]!;
        if (isSettled(part.index, whole.index)) continue;
        const pair = confirm(part, whole, windows[windowOf[found]!]!, turnOf[found]!);
        if (pair !== null) pairs.push(pair);
      }
      for (const found of candidates) best[found] = WORTH_ALIGNING;
      candidates.length = 0;
      return pairs;
    },
  };
}

function confirm(part: Searched, whole: Searched, window: Window, turn: number): NearPair | null {
  const patch = wholePatch(part.grey, turn);
  const scale = GREY_SIDE / SIGNATURE_SIDE;
  const start = {
    x: window.x * scale,
    y: window.y * scale,
    width: window.width * scale,
    height: window.height * scale,
  };
  const aligned = alignWindow(patch, whole.grey, start);
  if (aligned === null) return null;
  const likeness = compare(patch, windowPatch(whole.grey, aligned));
  if (!isSamePicture(likeness)) return null;
  const share = (value: number): number => Math.round((value / GREY_SIDE) * 1000) / 1000;
  return {
    a: Math.min(part.index, whole.index),
    b: Math.max(part.index, whole.index),
    kind: 'crop',
    correlation: likeness.grey,
    part: {
      index: part.index,
      x: share(aligned.x),
      y: share(aligned.y),
      width: share(aligned.width),
      height: share(aligned.height),
    },
  };
}

/** The most frequent proportions and the pictures that have them. */
function commonAspects(searched: readonly Searched[]): { aspect: number; members: Searched[] }[] {
  const steps = new Map<number, Searched[]>();
  for (const look of searched) {
    const step = Math.round(Math.log(look.aspect) / ASPECT_STEP);
    const members = steps.get(step);
    if (members === undefined) steps.set(step, [look]);
    else members.push(look);
  }
  return [...steps]
    .filter(([, members]) => members.length >= ASPECT_SHARE * searched.length)
    .sort(([a, b], [c, d]) => d.length - b.length || a - c)
    .slice(0, MAX_ASPECTS)
    .map(([step, members]) => ({ aspect: Math.exp(step * ASPECT_STEP), members }));
}
