import { stringAttribute } from '../attributes.js';
import { count, fromIndex, toIndex } from './indexing.js';
import type { Forward } from './reference.js';

/**
 * Resize for the modes of the tests, from the ONNX text: nearest or linear, by half_pixel, asymmetric or
 * align_corners coordinates, with sizes or scales given for [N, C, H, W].
 */
const resize: Forward = (node, [x, , scales, sizes]) => {
  const linear = stringAttribute(node.attributes, 'mode', 'nearest') === 'linear';
  const transformation = stringAttribute(node.attributes, 'coordinate_transformation_mode', 'half_pixel');
  const floor = stringAttribute(node.attributes, 'nearest_mode', 'round_prefer_floor') === 'floor';
  const dims = x!.dims.map((dim, i) => (sizes ? sizes.data[i]! : Math.floor(dim * scales!.data[i]!)));
  const original = (at: number, axis: number): number => {
    const [from, to] = [x!.dims[axis]!, dims[axis]!];
    const scale = scales && !sizes ? scales.data[axis]! : to / from;
    if (transformation === 'align_corners') return to === 1 ? 0 : (at * (from - 1)) / (to - 1);
    return transformation === 'asymmetric' ? at / scale : (at + 0.5) / scale - 0.5;
  };
  const pick = (index: number[]): number =>
    x!.data[fromIndex(index.map((at, axis) => Math.min(Math.max(at, 0), x!.dims[axis]! - 1)), x!.dims)]!; // prettier-ignore
  const data = new Float64Array(count(dims));
  for (let o = 0; o < data.length; o++) {
    const place = toIndex(o, dims).map(original);
    if (!linear) {
      data[o] = pick(place.map((at) => (floor ? Math.floor(at) : Math.ceil(at - 0.5))));
      continue;
    }
    const [n, c, y, z] = place as [number, number, number, number];
    const [top, left] = [Math.floor(y), Math.floor(z)];
    const [down, right] = [y - top, z - left];
    data[o] =
      pick([n, c, top, left]) * (1 - down) * (1 - right) +
      pick([n, c, top, left + 1]) * (1 - down) * right +
      pick([n, c, top + 1, left]) * down * (1 - right) +
      pick([n, c, top + 1, left + 1]) * down * right;
  }
  return [{ dims, data }];
};

/** float64 forward rule of Resize. */
export const RESIZE_REFERENCE: Record<string, Forward> = { Resize: resize };
