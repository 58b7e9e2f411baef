import { sizeOf, type StepMask, type StepValue, type Tensor } from '../graph/index.js';
import type { Random } from '../random.js';

/** Draws every mask of a run, in order: 1/keepRate with probability keepRate, else 0. */
export function drawMasks(
  masks: readonly StepMask[],
  sizes: ReadonlyMap<string, number>,
  random: Random,
): Record<string, Tensor> {
  return Object.fromEntries(
    masks.map(({ name, shape, keepRate }) => {
      const dims = shape.map((dim) => (typeof dim === 'number' ? dim : (sizes.get(dim) ?? 0)));
      const data = new Float32Array(sizeOf(dims));
      const kept = 1 / keepRate;
      for (let i = 0; i < data.length; i++) if (random.next() < keepRate) data[i] = kept;
      return [name, { type: 'float32', dims, data } satisfies Tensor];
    }),
  );
}

/** What the names in the inputs' shapes stand for in this batch. */
export function namedExtents(
  inputs: readonly StepValue[],
  batch: Readonly<Record<string, Tensor>>,
): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { name, shape } of inputs) {
    const dims = batch[name]?.dims ?? [];
    shape.forEach((dim, i) => {
      const extent = dims[i];
      if (typeof dim === 'string' && extent !== undefined) sizes.set(dim, extent);
    });
  }
  return sizes;
}
