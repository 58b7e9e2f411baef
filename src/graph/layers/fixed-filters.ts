import { emitOne } from '../emit.js';
import { sharedConstant } from '../graph.js';
import { layer, type Network } from '../network/network.js';
import { tensor, type Value } from '../types.js';
import { windowAttributes, type Padding, type Pair } from './window.js';

/** How fixed filters are applied. */
export interface FixedFilterOptions {
  name: string;
  /** Filters of one size, each row-major. */
  filters: readonly (readonly number[])[];
  size: Pair;
  strides?: Pair;
  padding?: Padding;
}

/**
 * Filters that never train, each over each channel: `[N, C, H, W]` to `[N, C·filters, ..]`, the filters of
 * the first channel first. Throws E_GRAPH_SHAPE, E_ARGUMENT.
 */
export function fixedFilters(net: Network, x: Value, options: FixedFilterOptions): Value {
  const { name, filters, size, strides = 1, padding = 'same' } = options;
  const attributes = windowAttributes(name, x, size, { strides, padding });
  const channels = Number(x.shape[1]);
  const kernel = tensor(
    'float32',
    [channels * filters.length, 1, ...attributes['kernel_shape'] as number[]],
    Array.from({ length: channels }, () => filters.flat()).flat(),
  ); // prettier-ignore
  const y = emitOne(net.graph, 'Conv', [x, sharedConstant(net.graph, kernel)], {
    ...attributes,
    group: channels,
  });
  return layer(net, name, 'FixedFilters', y);
}

const SQUARE_3 = [-1, 2, -1, 2, -4, 2, -1, 2, -1];
const SQUARE_5 = [-1, 2, -2, 2, -1, 2, -6, 8, -6, 2, -2, 8, -12, 8, -2, 2, -6, 8, -6, 2, -1, 2, -2, 2, -1];

/** The 3x3 high-pass residual of the spatial rich model (SQUARE 3x3 over 4), over each channel. */
export function highPass(net: Network, x: Value, options: { name: string; padding?: Padding }): Value {
  return fixedFilters(net, x, { ...options, filters: [SQUARE_3.map((tap) => tap / 4)], size: 3 });
}

/**
 * Residuals of the spatial rich model (Fridrich and Kodovský 2012) over each channel, as 5x5 filters: the
 * three that Zhou et al. (2018) chose, or all thirty linear ones.
 */
export function spatialRichModel(
  net: Network,
  x: Value,
  options: { name: string; set?: 'three' | 'thirty'; padding?: Padding },
): Value {
  const { set = 'three', ...rest } = options;
  const all = spatialRichFilters();
  const filters = set === 'thirty' ? all : [all[20]!, all[25]!, all[8]!];
  return fixedFilters(net, x, { ...rest, filters, size: 5 });
}

/**
 * The thirty linear filters of the spatial rich model as 5x5 kernels: 8 of first, 4 of second, 8 of third
 * order, SQUARE 3x3, 4 EDGE 3x3, SQUARE 5x5, 4 EDGE 5x5, each divided by its largest weight's magnitude.
 */
export function spatialRichFilters(): number[][] {
  // Directions as [down, right], clockwise from the right.
  const eight = [[0, 1], [1, 1], [1, 0], [1, -1], [0, -1], [-1, -1], [-1, 0], [-1, 1]] as const; // prettier-ignore
  const line = (taps: Record<number, number>, [down, right]: readonly [number, number]): number[] => {
    const kernel = new Array<number>(25).fill(0);
    for (const [step, tap] of Object.entries(taps)) {
      kernel[(2 + Number(step) * down) * 5 + 2 + Number(step) * right] = tap;
    }
    return kernel;
  };
  const square3 = SQUARE_3.reduce<number[]>((kernel, tap, i) => {
    kernel[(1 + Math.floor(i / 3)) * 5 + 1 + (i % 3)] = tap;
    return kernel;
  }, new Array<number>(25).fill(0));
  const kernels = [
    ...eight.map((direction) => line({ 0: -1, 1: 1 }, direction)),
    ...eight.slice(0, 4).map((direction) => line({ '-1': 1, 0: -2, 1: 1 }, direction)),
    ...eight.map((direction) => line({ '-1': 1, 0: -3, 1: 3, 2: -1 }, direction)),
    square3,
    ...halves(square3),
    SQUARE_5,
    ...halves(SQUARE_5),
  ];
  return kernels.map((kernel) => {
    const top = Math.max(...kernel.map(Math.abs));
    return kernel.map((tap) => tap / top);
  });
}

/** The upper, left, lower and right half of a kernel, centre line included. */
function halves(kernel: readonly number[]): number[][] {
  const keep = (inside: (row: number, column: number) => boolean): number[] =>
    kernel.map((tap, i) => (inside(Math.floor(i / 5), i % 5) ? tap : 0));
  return [
    keep((row) => row <= 2),
    keep((_, column) => column <= 2),
    keep((row) => row >= 2),
    keep((_, column) => column >= 2),
  ];
}

/**
 * One level of the orthonormal Haar wavelet transform of each channel, `[N, C, H, W]` to
 * `[N, 4C, H/2, W/2]` in the order approximation, horizontal, vertical, diagonal detail (PyWavelets `dwt2`
 * with `haar`); without the approximation when `details` is true. An odd last row or column is left out.
 */
export function haarWavelet(net: Network, x: Value, options: { name: string; details?: boolean }): Value {
  const { name, details = false } = options;
  const filters = [
    [0.5, 0.5, 0.5, 0.5],
    [0.5, 0.5, -0.5, -0.5],
    [0.5, -0.5, 0.5, -0.5],
    [0.5, -0.5, -0.5, 0.5],
  ];
  return fixedFilters(net, x, {
    name,
    filters: details ? filters.slice(1) : filters,
    size: 2,
    strides: 2,
    padding: 'valid',
  });
}
