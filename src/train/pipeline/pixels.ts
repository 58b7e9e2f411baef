import type { Image } from '../../image/index.js';
import type { Tensor } from '../../graph/index.js';
import type { NetworkInput } from '../../model/index.js';

/**
 * Views of one size as a network takes them: float32 [n, 3, size, size] or [n, size, size, 3], scaled and
 * normalised as the front of a detector's graph does it.
 */
export function toPixels(views: readonly Image[], size: number, input: NetworkInput): Tensor {
  const area = size * size;
  const data = new Float32Array(views.length * 3 * area);
  const tables = [0, 1, 2].map((channel) => levels(input, channel)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const nchw = input.layout === 'nchw';
  views.forEach((view, n) => {
    const base = n * 3 * area;
    for (let c = 0; c < 3; c++) {
      const source = input.channels === 'bgr' ? 2 - c : c;
      const table = tables[c]!;
      const [start, stride] = nchw ? [base + c * area, 1] : [base + c, 3];
      for (let i = 0; i < area; i++) data[start + i * stride] = table[view.data[3 * i + source]!]!;
    }
  });
  return {
    type: 'float32',
    dims: nchw ? [views.length, 3, size, size] : [views.length, size, size, 3],
    data,
  };
}

/** What each of the 256 levels of a channel becomes, in float32 step by step as the graph computes it. */
function levels({ scale, mean, std }: NetworkInput, channel: number): Float32Array {
  const f = Math.fround;
  return Float32Array.from({ length: 256 }, (_, v) =>
    f(f(f(v * f(scale)) - f(mean[channel]!)) / f(std[channel]!)),
  );
}
