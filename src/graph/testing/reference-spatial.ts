import { count } from './indexing.js';
import type { Forward, Real } from './reference.js';

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
  GlobalAveragePool: globalPool((items) => items.reduce((a, b) => a + b) / items.length),
  GlobalMaxPool: globalPool((items) => Math.max(...items)),
};
