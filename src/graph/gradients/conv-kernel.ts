import { emitOne } from '../emit.js';
import type { Graph } from '../graph.js';
import { matMul, mul, padZero, reduceSum, reshape, slice, transpose } from '../ops.js';
import type { Window } from '../shapes/spatial.js';
import { sizeOf, type Value } from '../types.js';

/** What the gradient of a convolution's kernel is computed from. Spatial extents are known; the batch may be open. */
export interface KernelProblem {
  graph: Graph;
  /** Input `[N, C, ..]`. */
  x: Value;
  /** Gradient of the output `[N, M, ..]`. */
  dy: Value;
  window: Window;
  group: number;
}

/** A way to compute the gradient of a kernel, `[M, C/group, ..kernel]`. All give the same but for rounding. */
export type KernelForm = (problem: KernelProblem) => Value;

interface Sizes {
  channels: number;
  filters: number;
  /** Elements of the kernel's window, and of one output plane. */
  taps: number;
  area: number;
  extents: number[];
}

function sizes({ x, dy, window }: KernelProblem): Sizes {
  const extents = dy.shape.slice(2).map(Number);
  return {
    channels: Number(x.shape[1]),
    filters: Number(dy.shape[1]),
    taps: sizeOf(window.kernel),
    area: sizeOf(extents),
    extents,
  };
}

/** For each element of the kernel, the part of the padded input that it meets, in the shape of the output plane. */
function shifted({ graph, window }: KernelProblem, x: Value, extents: readonly number[]): Value[] {
  const { kernel, strides, dilations, before, after } = window;
  const padded = padZero(graph, x, [0, 0, ...before, 0, 0, ...after]);
  const axes = kernel.map((_, i) => i + 2);
  const single = sizeOf(kernel) === 1 && strides.every((stride) => stride === 1);
  if (single) return [padded];
  return Array.from({ length: sizeOf(kernel) }, (_, tap) => {
    const starts = kernel.map((_, i) => {
      const inner = sizeOf(kernel.slice(i + 1));
      return (Math.floor(tap / inner) % kernel[i]!) * dilations[i]!;
    });
    const ends = starts.map((start, i) => start + (extents[i]! - 1) * strides[i]! + 1);
    return slice(graph, padded, axes, starts, ends, strides);
  });
}

/** Pieces `[M, C/g, 1]`, one for each element of the kernel, put together. */
function assemble({ graph, window }: KernelProblem, pieces: Value[], rows: number, columns: number): Value {
  const all = pieces.length === 1 ? pieces[0]! : emitOne(graph, 'Concat', pieces, { axis: 2 });
  return reshape(graph, all, [rows, columns, ...window.kernel]);
}

/** One batched product for each element of the kernel: dY[N, g, M/g, L]·Xₜᵀ, summed over the batch. */
export const byTaps: KernelForm = (problem) => {
  const { graph, x, dy, group } = problem;
  const { channels, filters, area, extents } = sizes(problem);
  const rows = reshape(graph, dy, [-1, group, filters / group, area]);
  const pieces = shifted(problem, x, extents).map((part) => {
    const columns = reshape(graph, part, [-1, group, channels / group, area]);
    const sum = reduceSum(graph, matMul(graph, rows, columns, { transB: true }), [0]);
    return reshape(graph, sum, [filters, channels / group, 1]);
  });
  return assemble(problem, pieces, filters, channels / group);
};

/** All elements of the kernel in one batched product, over the shifted inputs side by side. For few channels. */
export const byColumns: KernelForm = (problem) => {
  const { graph, x, dy, window } = problem;
  const { channels, filters, taps, area, extents } = sizes(problem);
  const parts = shifted(problem, x, extents);
  const columns = parts.length === 1 ? parts[0]! : emitOne(graph, 'Concat', parts, { axis: 1 });
  const product = matMul(
    graph,
    reshape(graph, dy, [-1, filters, area]),
    reshape(graph, columns, [-1, taps * channels, area]),
    { transB: true },
  );
  const apart = reshape(graph, reduceSum(graph, product, [0]), [filters, taps, channels]);
  return reshape(graph, transpose(graph, apart, [0, 2, 1]), [filters, channels, ...window.kernel]);
};

/** One product for each element of the kernel over batch and plane at once: for small planes. */
export const byRows: KernelForm = (problem) => {
  const { graph, x, dy } = problem;
  const { channels, filters, extents } = sizes(problem);
  const swap = [1, 0, ...extents.map((_, i) => i + 2)];
  const rows = reshape(graph, transpose(graph, dy, swap), [filters, -1]);
  const pieces = shifted(problem, transpose(graph, x, swap), extents).map((part) => {
    const product = matMul(graph, rows, reshape(graph, part, [channels, -1]), { transB: true });
    return reshape(graph, product, [filters, channels, 1]);
  });
  return assemble(problem, pieces, filters, channels);
};

/** Depthwise: multiply and add up, for each element of the kernel. */
export const bySums: KernelForm = (problem) => {
  const { graph, x, dy } = problem;
  const { channels, area, extents } = sizes(problem);
  const pieces = shifted(problem, x, extents).map((part) => {
    const products = reshape(graph, mul(graph, dy, part), [-1, area]);
    const each = reshape(graph, reduceSum(graph, products, [1]), [-1, channels]);
    return reshape(graph, reduceSum(graph, each, [0]), [channels, 1, 1]);
  });
  return assemble(problem, pieces, channels, 1);
};

/** Depthwise: one convolution with the output's gradient as kernel, the batch being channels within each group. */
export const byGroups: KernelForm = (problem) => {
  const { graph, x, dy, window } = problem;
  const { channels } = sizes(problem);
  const batch = Number(x.shape[0]);
  const planes = x.shape.slice(2).map(Number);
  const swap = [1, 0, ...planes.map((_, i) => i + 2)];
  const image = reshape(graph, transpose(graph, x, swap), [1, channels * batch, ...planes]);
  const kernel = transpose(graph, dy, swap);
  return crop(problem, convolveByGradient(problem, image, kernel, channels, window), channels);
};

/** Depthwise: every plane of every sample a group of its own, then the sum over the batch. */
export const byPlanes: KernelForm = (problem) => {
  const { graph, x, dy, window } = problem;
  const { channels, extents } = sizes(problem);
  const batch = Number(x.shape[0]);
  const all = batch * channels;
  const image = reshape(graph, x, [1, all, ...x.shape.slice(2).map(Number)]);
  const kernel = reshape(graph, dy, [all, 1, ...extents]);
  const out = crop(problem, convolveByGradient(problem, image, kernel, all, window), all);
  const apart = reshape(graph, out, [batch, channels, 1, ...window.kernel]);
  return reduceSum(graph, apart, [0]);
};

function convolveByGradient(
  { graph }: KernelProblem,
  image: Value,
  kernel: Value,
  group: number,
  window: Window,
): Value {
  return emitOne(graph, 'Conv', [image, kernel], {
    group,
    strides: window.dilations,
    dilations: window.strides,
    pads: [...window.before, ...window.after],
    kernel_shape: kernel.shape.slice(2).map(Number),
  });
}

/** Rows of the input that no window reached make the result larger than the kernel. */
function crop({ graph, window }: KernelProblem, full: Value, channels: number): Value {
  const extents = full.shape.slice(2).map(Number);
  const axes = extents.map((_, i) => i + 2);
  const same = extents.every((extent, i) => extent === window.kernel[i]);
  const cut = same
    ? full
    : slice(
        graph,
        full,
        axes,
        axes.map(() => 0),
        window.kernel,
      );
  return reshape(graph, cut, [channels, 1, ...window.kernel]);
}

/**
 * The gradient of a convolution's kernel in the form that measured fastest for its shape on
 * onnxruntime-node (`bench/graph-conv.mjs` measures them all).
 */
export const kernelGradient: KernelForm = (problem) => chooseForm(problem)(problem);

function chooseForm(problem: KernelProblem): KernelForm {
  const { group, x } = problem;
  const { channels, filters, taps, area } = sizes(problem);
  if (group === channels && filters === channels && group > 1) {
    const fixed = typeof x.shape[0] === 'number';
    const { kind } = problem.graph.target;
    if (kind === 'graphics') return bySums;
    if (kind === 'blocks' && fixed && x.shape.length === 4) return byPlanes;
    if (area >= 256) return byTaps;
    return area <= 64 && fixed ? byGroups : bySums;
  }
  if (group > 1) return byTaps;
  if (taps > 1 && channels <= 8) return byColumns;
  return area <= 64 ? byRows : byTaps;
}
