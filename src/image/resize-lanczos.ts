import type { Image } from './image.js';
import { channelsOf, requireSize } from './size.js';

/** Weights of one axis in 1/2²²: for each output its first input, and where its run of weights begins and ends. */
interface Windows {
  first: Int32Array;
  start: Int32Array;
  weights: number[];
}

const LOBES = 3;
const FRACTION_BITS = 22;

/**
 * Resizes interleaved 8-bit pixels with an antialiased Lanczos filter of three lobes, as Pillow's
 * `resize((width, height), LANCZOS)` does: columns first, then rows, weights in 1/2²², each pass rounded to
 * 8 bits. This is how photographs are commonly scaled for the web. Throws E_ARGUMENT for a size that is not whole
 * and positive.
 */
export function resizeLanczos(image: Image, width: number, height: number): Image {
  requireSize(width, height);
  let result: Image = image;
  if (width !== image.width) result = resizeColumns(result, width);
  if (height !== image.height) result = resizeRows(result, height);
  return result === image ? { width, height, data: image.data.slice() } : result;
}

function resizeColumns(image: Image, width: number): Image {
  const channels = channelsOf(image);
  const { first, start, weights } = windows(image.width, width);
  const data = new Uint8Array(width * image.height * channels);
  for (let y = 0, to = 0; y < image.height; y++) {
    const row = y * image.width * channels;
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 1 << (FRACTION_BITS - 1);
        let from = row + first[x]! * channels + c;
        for (let k = start[x]!; k < start[x + 1]!; k++, from += channels)
          sum += image.data[from]! * weights[k]!;
        data[to++] = clip(sum);
      }
    }
  }
  return { width, height: image.height, data };
}

function resizeRows(image: Image, height: number): Image {
  const length = image.width * channelsOf(image);
  const { first, start, weights } = windows(image.height, height);
  const data = new Uint8Array(length * height);
  const sums = new Float64Array(length);
  for (let y = 0; y < height; y++) {
    sums.fill(1 << (FRACTION_BITS - 1));
    for (let k = start[y]!, row = first[y]!; k < start[y + 1]!; k++, row++) {
      const weight = weights[k]!;
      for (let i = 0, from = row * length; i < length; i++, from++) sums[i]! += image.data[from]! * weight;
    }
    for (let i = 0; i < length; i++) data[y * length + i] = clip(sums[i]!);
  }
  return { width: image.width, height, data };
}

function clip(sum: number): number {
  return Math.min(255, Math.max(0, sum >> FRACTION_BITS));
}

function windows(from: number, to: number): Windows {
  const scale = from / to;
  const stretch = Math.max(1, scale);
  const support = LOBES * stretch;
  const result: Windows = { first: new Int32Array(to), start: new Int32Array(to + 1), weights: [] };
  for (let d = 0; d < to; d++) {
    const centre = (d + 0.5) * scale;
    const low = Math.max(0, Math.trunc(centre - support + 0.5));
    const high = Math.min(from, Math.trunc(centre + support + 0.5));
    const raw: number[] = [];
    for (let s = low; s < high; s++) raw.push(lanczos((s - centre + 0.5) * (1 / stretch)));
    const sum = raw.reduce((a, b) => a + b, 0);
    result.first[d] = low;
    for (const weight of raw) {
      const scaled = (weight / sum) * (1 << FRACTION_BITS);
      result.weights.push(Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5));
    }
    result.start[d + 1] = result.weights.length;
  }
  return result;
}

function lanczos(x: number): number {
  return x >= -LOBES && x < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}
