import type { Image } from './image.js';
import { channelsOf, roundHalfEven } from './size.js';

/** Where an output row or column takes its two inputs, and their weights in 1/2048. */
export interface LinearTaps {
  first: Int32Array;
  second: Int32Array;
  firstWeight: Int32Array;
  secondWeight: Int32Array;
}

/** The taps of `resizeLinear` along one axis: step 2 of its arithmetic. `stopAtEdge` is true along x. */
export function linearTaps(from: number, to: number, stopAtEdge: boolean): LinearTaps {
  const scale = 1 / (to / from);
  return makeTaps(from, to, (d) => {
    const f = Math.fround((d + 0.5) * scale - 0.5);
    const s = Math.floor(f);
    if (stopAtEdge && s < 0) return [0, 0];
    if (stopAtEdge && s >= from - 1) return [from - 1, 0];
    return [s, Math.fround(f - s)];
  });
}

/** Taps from a rule that gives, for each output, the first input and the share of the second. */
export function makeTaps(from: number, to: number, place: (output: number) => [number, number]): LinearTaps {
  const taps: LinearTaps = {
    first: new Int32Array(to),
    second: new Int32Array(to),
    firstWeight: new Int32Array(to),
    secondWeight: new Int32Array(to),
  };
  for (let d = 0; d < to; d++) {
    const [s, f] = place(d);
    taps.first[d] = Math.min(Math.max(s, 0), from - 1);
    taps.second[d] = Math.min(Math.max(s + 1, 0), from - 1);
    taps.firstWeight[d] = roundHalfEven(Math.fround(1 - f) * 2048);
    taps.secondWeight[d] = roundHalfEven(f * 2048);
  }
  return taps;
}

/** Steps 3 and 4 of `resizeLinear`: each needed row is stretched once, then rows are mixed in pairs. */
export function applyTaps(image: Image, x: LinearTaps, y: LinearTaps): Image {
  const channels = channelsOf(image);
  const width = x.first.length;
  const height = y.first.length;
  const rowLength = width * channels;
  const data = new Uint8Array(rowLength * height);
  let upper = { row: -1, values: new Int32Array(rowLength) };
  let lower = { row: -1, values: new Int32Array(rowLength) };
  for (let d = 0; d < height; d++) {
    const first = y.first[d]!;
    const second = y.second[d]!;
    if (lower.row === first) [upper, lower] = [lower, upper];
    if (upper.row !== first) stretchRow(image, channels, (upper.row = first), x, upper.values);
    if (lower.row !== second) stretchRow(image, channels, (lower.row = second), x, lower.values);
    const [a, b, wa, wb] = [upper.values, lower.values, y.firstWeight[d]!, y.secondWeight[d]!];
    for (let i = 0, at = d * rowLength; i < rowLength; i++, at++) {
      data[at] = (((wa * (a[i]! >> 4)) >> 16) + ((wb * (b[i]! >> 4)) >> 16) + 2) >> 2;
    }
  }
  return { width, height, data };
}

function stretchRow(image: Image, channels: number, row: number, x: LinearTaps, out: Int32Array): void {
  const { data } = image;
  const start = row * image.width * channels;
  for (let d = 0, at = 0; d < x.first.length; d++) {
    const a = start + x.first[d]! * channels;
    const b = start + x.second[d]! * channels;
    const wa = x.firstWeight[d]!;
    const wb = x.secondWeight[d]!;
    for (let c = 0; c < channels; c++, at++) out[at] = data[a + c]! * wa + data[b + c]! * wb;
  }
}
