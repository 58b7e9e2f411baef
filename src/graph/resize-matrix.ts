import { numberAttribute, stringAttribute, type Attributes } from './attributes.js';

/** One axis of a Resize node. */
export interface ResizeAxis {
  from: number;
  to: number;
  /** The scale by which coordinates are divided: `to / from` unless the node gives scales. */
  scale: number;
}

/**
 * The matrix `[to, from]` that a Resize node applies along one axis, row-major: every mode of ONNX Resize 13
 * is linear in its input (nearest, linear and cubic; all coordinate transformations but tf_crop_and_resize).
 * Undefined for a mode that is not covered.
 */
export function resizeMatrix(attributes: Attributes, axis: ResizeAxis): Float64Array | undefined {
  const mode = stringAttribute(attributes, 'mode', 'nearest');
  const place = coordinate(stringAttribute(attributes, 'coordinate_transformation_mode', 'half_pixel'));
  if (!place) return undefined;
  const { from, to } = axis;
  const matrix = new Float64Array(to * from);
  const put = (row: number, at: number, weight: number): void => {
    const inside = Math.min(Math.max(at, 0), from - 1); // the edge goes on outside
    matrix[row * from + inside]! += weight;
  };
  for (let row = 0; row < to; row++) {
    const x = place(row, axis);
    const low = Math.floor(x);
    const part = x - low;
    if (mode === 'nearest') {
      put(row, nearest(stringAttribute(attributes, 'nearest_mode', 'round_prefer_floor'), x), 1);
    } else if (mode === 'linear') {
      put(row, low, 1 - part);
      put(row, low + 1, part);
    } else if (mode === 'cubic' && numberAttribute(attributes, 'exclude_outside', 0) === 0) {
      const a = numberAttribute(attributes, 'cubic_coeff_a', -0.75);
      [-1, 0, 1, 2].forEach((tap) => put(row, low + tap, cubic(Math.abs(part - tap), a)));
    } else return undefined;
  }
  return matrix;
}

function coordinate(mode: string): ((row: number, axis: ResizeAxis) => number) | undefined {
  switch (mode) {
    case 'half_pixel':
      return (row, { scale }) => (row + 0.5) / scale - 0.5;
    case 'pytorch_half_pixel':
      return (row, { scale, to }) => (to > 1 ? (row + 0.5) / scale - 0.5 : 0);
    case 'asymmetric':
      return (row, { scale }) => row / scale;
    case 'align_corners':
      return (row, { from, to }) => (to > 1 ? (row * (from - 1)) / (to - 1) : 0);
    default:
      return undefined;
  }
}

function nearest(mode: string, x: number): number {
  if (mode === 'floor') return Math.floor(x);
  if (mode === 'ceil') return Math.ceil(x);
  return mode === 'round_prefer_ceil' ? Math.floor(x + 0.5) : Math.ceil(x - 0.5);
}

/** Keys' cubic kernel with parameter a (Keys 1981). */
function cubic(distance: number, a: number): number {
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  if (distance < 2) return ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a;
  return 0;
}
