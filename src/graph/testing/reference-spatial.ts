import { intsAttribute, numberAttribute, stringAttribute } from '../attributes.js';
import type { GraphNode } from '../graph.js';
import { count, fromIndex, toIndex } from './indexing.js';
import type { Forward, Real } from './reference.js';

interface Frame {
  kernel: number[];
  strides: number[];
  dilations: number[];
  before: number[];
  after: number[];
  out: number[];
}

/** The window of a node over an input plane, from the definitions of the ONNX standard. */
function frame(node: GraphNode, plane: number[], kernel: number[]): Frame {
  const ones = kernel.map(() => 1);
  const strides = intsAttribute(node.attributes, 'strides') ?? ones;
  const dilations = intsAttribute(node.attributes, 'dilations') ?? ones;
  const pads = intsAttribute(node.attributes, 'pads') ?? [...ones, ...ones].map(() => 0);
  let before = pads.slice(0, kernel.length);
  let after = pads.slice(kernel.length);
  const span = kernel.map((size, i) => (size - 1) * dilations[i]! + 1);
  const auto = stringAttribute(node.attributes, 'auto_pad', 'NOTSET');
  if (auto.startsWith('SAME')) {
    const total = plane.map((dim, i) =>
      Math.max((Math.ceil(dim / strides[i]!) - 1) * strides[i]! + span[i]! - dim, 0),
    );
    const low = total.map((rows) => (auto === 'SAME_UPPER' ? Math.floor(rows / 2) : Math.ceil(rows / 2)));
    before = low;
    after = total.map((rows, i) => rows - low[i]!);
  }
  const ceil = numberAttribute(node.attributes, 'ceil_mode', 0) === 1;
  const out = plane.map((dim, i) => {
    const room = (dim + before[i]! + after[i]! - span[i]!) / strides[i]!;
    let windows = (ceil ? Math.ceil(room) : Math.floor(room)) + 1;
    // No window starts inside the padding at the end.
    while (ceil && (windows - 1) * strides[i]! >= dim + before[i]!) windows--;
    return windows;
  });
  return { kernel, strides, dilations, before, after, out };
}

/** Every meeting of a window's element with the plane: [output place, input place, kernel place], flat. */
function meetings(f: Frame, plane: number[]): { inside: Int32Array; padded: number[] } {
  const inside: number[] = [];
  const padded = new Array<number>(count(f.out)).fill(0);
  for (let o = 0; o < count(f.out); o++) {
    const place = toIndex(o, f.out);
    for (let tap = 0; tap < count(f.kernel); tap++) {
      const k = toIndex(tap, f.kernel);
      const at = place.map(
        (i, axis) => i * f.strides[axis]! - f.before[axis]! + k[axis]! * f.dilations[axis]!,
      );
      if (at.every((i, axis) => i >= 0 && i < plane[axis]!)) inside.push(o, fromIndex(at, plane), tap);
      else padded[o]!++;
    }
  }
  return { inside: Int32Array.from(inside), padded };
}

const conv: Forward = (node, [x, w, bias]) => {
  const [n, channels, ...plane] = x!.dims as [number, number, ...number[]];
  const [filters, each, ...kernel] = w!.dims as [number, number, ...number[]];
  const f = frame(node, plane, kernel);
  const group = numberAttribute(node.attributes, 'group', 1);
  const [area, outArea, taps] = [count(plane), count(f.out), count(kernel)];
  const data = new Float64Array(n * filters * outArea);
  const { inside } = meetings(f, plane);
  for (let b = 0; b < n; b++) {
    for (let m = 0; m < filters; m++) {
      const base = (b * filters + m) * outArea;
      if (bias) data.fill(bias.data[m]!, base, base + outArea);
      for (let c = 0; c < each; c++) {
        const channel = Math.floor(m / (filters / group)) * each + c;
        const [from, kernelAt] = [(b * channels + channel) * area, (m * each + c) * taps];
        for (let i = 0; i < inside.length; i += 3) {
          data[base + inside[i]!]! += x!.data[from + inside[i + 1]!]! * w!.data[kernelAt + inside[i + 2]!]!;
        }
      }
    }
  }
  return [{ dims: [n, filters, ...f.out], data }];
};

const convTranspose: Forward = (node, [x, w, bias]) => {
  const [n, channels, ...plane] = x!.dims as [number, number, ...number[]];
  const [, each, ...kernel] = w!.dims as [number, number, ...number[]];
  const group = numberAttribute(node.attributes, 'group', 1);
  const extra = intsAttribute(node.attributes, 'output_padding') ?? kernel.map(() => 0);
  const f = frame(node, plane, kernel);
  const out = plane.map(
    (dim, i) =>
      (dim - 1) * f.strides[i]! +
      (kernel[i]! - 1) * f.dilations[i]! +
      1 +
      extra[i]! -
      f.before[i]! -
      f.after[i]!,
  );
  const [area, outArea, taps] = [count(plane), count(out), count(kernel)];
  const data = new Float64Array(n * each * group * outArea);
  // The windows of the convolution that it transposes: its output is our input.
  const { inside } = meetings({ ...f, out: plane }, out);
  for (let b = 0; b < n; b++) {
    for (let c = 0; c < channels; c++) {
      for (let e = 0; e < each; e++) {
        const base = (b * each * group + Math.floor(c / (channels / group)) * each + e) * outArea;
        const [from, kernelAt] = [(b * channels + c) * area, (c * each + e) * taps];
        for (let i = 0; i < inside.length; i += 3) {
          data[base + inside[i + 1]!]! += x!.data[from + inside[i]!]! * w!.data[kernelAt + inside[i + 2]!]!;
        }
      }
    }
  }
  if (bias) data.forEach((_, at) => (data[at]! += bias.data[Math.floor(at / outArea) % (each * group)]!));
  return [{ dims: [n, each * group, ...out], data }];
};

function pool(fold: (items: number[], padded: number) => number): Forward {
  return (node, [x]) => {
    const [n, channels, ...plane] = x!.dims as [number, number, ...number[]];
    const f = frame(node, plane, intsAttribute(node.attributes, 'kernel_shape')!);
    const includePad = numberAttribute(node.attributes, 'count_include_pad', 0) === 1;
    const area = count(plane);
    const { inside, padded } = meetings(f, plane);
    const data: number[] = [];
    for (let p = 0; p < n * channels; p++) {
      const items = Array.from({ length: count(f.out) }, () => [] as number[]);
      for (let i = 0; i < inside.length; i += 3) items[inside[i]!]!.push(x!.data[p * area + inside[i + 1]!]!);
      data.push(...items.map((list, o) => fold(list, includePad ? padded[o]! : 0)));
    }
    return [{ dims: [n, channels, ...f.out], data: Float64Array.from(data) }];
  };
}

const sum = (items: ArrayLike<number>): number => Array.from(items).reduce((a, b) => a + b, 0);

/** Folds all spatial elements of each channel of each sample. */
function globalPool(fold: (items: Float64Array) => number): Forward {
  return (_, [x]) => {
    const [n, c, ...extents] = x!.dims as [number, number, ...number[]];
    const area = count(extents);
    const data = Float64Array.from({ length: n * c }, (_, i) =>
      fold(x!.data.subarray(i * area, (i + 1) * area)),
    );
    return [{ dims: [n, c, ...extents.map(() => 1)], data } satisfies Real];
  };
}

/** float64 forward rules of convolutions and poolings. */
export const SPATIAL_REFERENCE: Record<string, Forward> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: pool((items) => Math.max(...items)),
  AveragePool: pool((items, padded) => sum(items) / (items.length + padded)),
  GlobalAveragePool: globalPool((items) => sum(items) / items.length),
  GlobalMaxPool: globalPool((items) => Math.max(...items)),
};
