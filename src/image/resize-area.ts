import type { Image } from './image.js';
import { applyTaps, type LinearTaps, makeTaps } from './linear-taps.js';
import { isExactHalf, resizeHalf } from './resize-half.js';
import { channelsOf, requireSize, roundHalfEven } from './size.js';

/** Weights of the inputs that make up the outputs of one axis, output by output. */
interface AreaTaps {
  output: number[];
  input: number[];
  weight: number[];
}

/**
 * Resizes interleaved 8-bit pixels (any number of channels) exactly as OpenCV's `cv2.resize` with
 * `INTER_AREA` does: each output pixel is the mean of the area that it covers, which antialiases. Where
 * either side grows, OpenCV falls back to a kind of linear interpolation, and so does this.
 * Throws E_ARGUMENT for a size that is not whole and positive.
 */
export function resizeArea(image: Image, width: number, height: number): Image {
  requireSize(width, height);
  if (width === image.width && height === image.height) return { width, height, data: image.data.slice() };
  if (isExactHalf(image, width, height)) return resizeHalf(image);
  const scaleX = 1 / (width / image.width);
  const scaleY = 1 / (height / image.height);
  if (scaleX < 1 || scaleY < 1)
    return applyTaps(image, growTaps(image.width, width, true), growTaps(image.height, height, false));
  if (isWhole(scaleX) && isWhole(scaleY)) return resizeBlocks(image, width, height);
  return resizeByArea(
    image,
    areaTaps(image.width, width, scaleX),
    areaTaps(image.height, height, scaleY),
    width,
    height,
  );
}

/** OpenCV's test for a whole scale: within one double epsilon, so that 1 / (1 / 49) is not whole. */
function isWhole(scale: number): boolean {
  return Math.abs(scale - roundHalfEven(scale)) < Number.EPSILON;
}

/** Whole scales: integer sums, one float32 division, halves to even. */
function resizeBlocks(image: Image, width: number, height: number): Image {
  const channels = channelsOf(image);
  const [blockX, blockY] = [image.width / width, image.height / height];
  const share = Math.fround(1 / (blockX * blockY));
  const stride = image.width * channels;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const corner = y * blockY * stride + x * blockX * channels + c;
        let sum = 0;
        for (let row = 0; row < blockY; row++) {
          for (let column = 0; column < blockX; column++)
            sum += image.data[corner + row * stride + column * channels]!;
        }
        data[to++] = roundHalfEven(Math.fround(Math.fround(sum) * share));
      }
    }
  }
  return { width, height, data };
}

/** OpenCV's `computeResizeAreaTab`. */
function areaTaps(from: number, to: number, scale: number): AreaTaps {
  const taps: AreaTaps = { output: [], input: [], weight: [] };
  for (let d = 0; d < to; d++) {
    const start = d * scale;
    const end = start + scale;
    const cell = Math.min(scale, from - start);
    const last = Math.min(Math.floor(end), from - 1);
    const first = Math.min(Math.ceil(start), last);
    const push = (input: number, weight: number): void => {
      taps.output.push(d);
      taps.input.push(input);
      taps.weight.push(Math.fround(weight));
    };
    if (first - start > 1e-3) push(first - 1, (first - start) / cell);
    for (let s = first; s < last; s++) push(s, 1 / cell);
    if (end - last > 1e-3) push(last, Math.min(Math.min(end - last, 1), cell) / cell);
  }
  return taps;
}

/** Sums in float32 in OpenCV's own order, so that the result is the same to the bit. */
function resizeByArea(image: Image, x: AreaTaps, y: AreaTaps, width: number, height: number): Image {
  const channels = channelsOf(image);
  const rowLength = width * channels;
  const data = new Uint8Array(rowLength * height);
  const row = new Float32Array(rowLength);
  const sum = new Float32Array(rowLength);
  const store = (output: number): void => {
    for (let i = 0; i < rowLength; i++) data[output * rowLength + i] = Math.min(255, roundHalfEven(sum[i]!));
    sum.fill(0);
  };
  for (let k = 0; k < y.output.length; k++) {
    if (k > 0 && y.output[k] !== y.output[k - 1]) store(y.output[k - 1]!);
    row.fill(0);
    const start = y.input[k]! * image.width * channels;
    for (let j = 0; j < x.output.length; j++) {
      const to = x.output[j]! * channels;
      const from = start + x.input[j]! * channels;
      const weight = x.weight[j]!;
      for (let c = 0; c < channels; c++) row[to + c]! += Math.fround(image.data[from + c]! * weight);
    }
    const weight = y.weight[k]!;
    for (let i = 0; i < rowLength; i++) sum[i]! += Math.fround(row[i]! * weight);
  }
  store(height - 1);
  return { width, height, data };
}

/** The taps of INTER_AREA where a side grows. */
function growTaps(from: number, to: number, stopAtEdge: boolean): LinearTaps {
  const inverse = to / from;
  const scale = 1 / inverse;
  return makeTaps(from, to, (d) => {
    const s = Math.floor(d * scale);
    const f = Math.fround(d + 1 - (s + 1) * inverse);
    const share = f <= 0 ? 0 : Math.fround(f - Math.floor(f));
    return stopAtEdge && s >= from - 1 ? [from - 1, 0] : [s, share];
  });
}
