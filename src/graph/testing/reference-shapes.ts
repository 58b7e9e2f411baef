import { intsAttribute, numberAttribute, stringAttribute } from '../attributes.js';
import type { GraphNode } from '../graph.js';
import { count, front, fromIndex, toIndex } from './indexing.js';
import type { Forward, Real } from './reference.js';

/** A new tensor whose element at each place is looked up in `x` by coordinates (undefined: 0). */
export function rearrange(x: Real, dims: number[], from: (index: number[]) => number[] | undefined): Real {
  const data = new Float64Array(count(dims));
  for (let at = 0; at < data.length; at++) {
    const index = from(toIndex(at, dims));
    data[at] = index ? x.data[fromIndex(index, x.dims)]! : 0;
  }
  return { dims, data };
}

const numbers = (x: Real | undefined): number[] | undefined => x && [...x.data];

const reshape: Forward = (_, [x, shape]) => {
  const dims = numbers(shape)!.map((dim, i) => (dim === 0 ? x!.dims[i]! : dim));
  const hole = dims.indexOf(-1);
  if (hole >= 0) dims[hole] = -x!.data.length / count(dims);
  return [{ dims, data: x!.data }];
};

const transpose: Forward = (node, [x]) => {
  const rank = x!.dims.length;
  const perm = intsAttribute(node.attributes, 'perm') ?? [...Array(rank).keys()].reverse();
  const dims = perm.map((axis) => x!.dims[axis]!);
  return [rearrange(x!, dims, (index) => perm.map((_, axis) => index[perm.indexOf(axis)]!))];
};

const concat: Forward = (node, inputs) => {
  const parts = inputs as Real[];
  const axis = front(numberAttribute(node.attributes, 'axis', 0), parts[0]!.dims.length);
  const dims = [...parts[0]!.dims];
  dims[axis] = parts.reduce((sum, part) => sum + part.dims[axis]!, 0);
  const out = { dims, data: new Float64Array(count(dims)) };
  let offset = 0;
  for (const part of parts) {
    for (let at = 0; at < part.data.length; at++) {
      const index = toIndex(at, part.dims);
      index[axis]! += offset;
      out.data[fromIndex(index, dims)] = part.data[at]!;
    }
    offset += part.dims[axis]!;
  }
  return [out];
};

const split: Forward = (node, [x, sizes]) => {
  const axis = front(numberAttribute(node.attributes, 'axis', 0), x!.dims.length);
  let offset = 0;
  return numbers(sizes)!.map((size) => {
    const from = offset;
    offset += size;
    const dims = x!.dims.map((dim, i) => (i === axis ? size : dim));
    return rearrange(x!, dims, (index) => index.map((i, a) => (a === axis ? i + from : i)));
  });
};

const slice: Forward = (_, [x, starts, ends, axes, steps]) => {
  const rank = x!.dims.length;
  const begin = new Array<number>(rank).fill(0);
  const step = new Array<number>(rank).fill(1);
  const dims = [...x!.dims];
  numbers(starts)!.forEach((start, i) => {
    const axis = front(axes ? axes.data[i]! : i, rank);
    const dim = x!.dims[axis]!;
    step[axis] = steps?.data[i] ?? 1;
    const picked: number[] = [];
    const limit = (at: number): number => (at < 0 ? at + dim : at);
    const end = ends!.data[i]!;
    let at = limit(start);
    if (step[axis]! > 0) {
      at = Math.max(at, 0);
      for (; at < Math.min(limit(end), dim); at += step[axis]!) picked.push(at);
    } else {
      at = Math.min(at, dim - 1);
      for (; at > Math.max(limit(end), -1); at += step[axis]!) picked.push(at);
    }
    begin[axis] = picked[0] ?? 0;
    dims[axis] = picked.length;
  });
  return [rearrange(x!, dims, (index) => index.map((i, axis) => begin[axis]! + i * step[axis]!))];
};

const gather: Forward = (node, [x, indices]) => {
  const axis = front(numberAttribute(node.attributes, 'axis', 0), x!.dims.length);
  const at = indices!.dims.length;
  const dims = [...x!.dims.slice(0, axis), ...indices!.dims, ...x!.dims.slice(axis + 1)];
  return [
    rearrange(x!, dims, (index) => [
      ...index.slice(0, axis),
      front(indices!.data[fromIndex(index.slice(axis, axis + at), indices!.dims)]!, x!.dims[axis]!),
      ...index.slice(axis + at),
    ]),
  ];
};

const pad: Forward = (_, [x, pads, value]) => {
  const rank = x!.dims.length;
  const by = numbers(pads)!;
  const dims = x!.dims.map((dim, i) => dim + by[i]! + by[i + rank]!);
  const out = rearrange(x!, dims, (index) => {
    const from = index.map((i, axis) => i - by[axis]!);
    return from.every((i, axis) => i >= 0 && i < x!.dims[axis]!) ? from : undefined;
  });
  if (value?.data[0]) throw new Error('the reference pads with zeros');
  return [out];
};

const squeeze: Forward = (_, [x, axes]) => {
  const gone = numbers(axes)?.map((axis) => front(axis, x!.dims.length));
  return [{ dims: x!.dims.filter((dim, i) => (gone ? !gone.includes(i) : dim !== 1)), data: x!.data }];
};

const unsqueeze: Forward = (_, [x, axes]) => {
  const rank = x!.dims.length + axes!.data.length;
  const added = numbers(axes)!.map((axis) => front(axis, rank));
  const rest = [...x!.dims];
  return [
    { dims: Array.from({ length: rank }, (_, i) => (added.includes(i) ? 1 : rest.shift()!)), data: x!.data },
  ];
};

const expand: Forward = (_, [x, shape]) => {
  const target = numbers(shape)!;
  const rank = Math.max(target.length, x!.dims.length);
  const own = [...new Array<number>(rank - x!.dims.length).fill(1), ...x!.dims];
  const dims = own.map((dim, i) => Math.max(dim, target[i - rank + target.length] ?? 1));
  const wide = { dims: own, data: x!.data };
  return [rearrange(wide, dims, (index) => index.map((i, axis) => (own[axis] === 1 ? 0 : i)))];
};

const depthToSpace: Forward = (node, [x]) => {
  const block = numberAttribute(node.attributes, 'blocksize', 1);
  const dcr = stringAttribute(node.attributes, 'mode', 'DCR') === 'DCR';
  const [n, c, h, w] = x!.dims as [number, number, number, number];
  const depth = c / block ** 2;
  return [
    rearrange(x!, [n, depth, h * block, w * block], ([b, d, i, j]) => {
      const offset = (i! % block) * block + (j! % block);
      const channel = dcr ? offset * depth + d! : d! * block ** 2 + offset;
      return [b!, channel, Math.floor(i! / block), Math.floor(j! / block)];
    }),
  ];
};

function axesOf(node: GraphNode, rank: number, input: Real | undefined): number[] {
  const given = numbers(input) ?? intsAttribute(node.attributes, 'axes');
  return (given?.length ? given : [...Array(rank).keys()]).map((axis) => front(axis, rank));
}

function reduction(fold: (items: number[]) => number): Forward {
  return (node, [x, axesInput]) => {
    const axes = axesOf(node, x!.dims.length, axesInput);
    const dims = x!.dims.map((dim, i) => (axes.includes(i) ? 1 : dim));
    const groups = Array.from({ length: count(dims) }, () => [] as number[]);
    x!.data.forEach((item, at) => {
      const index = toIndex(at, x!.dims).map((i, axis) => (axes.includes(axis) ? 0 : i));
      groups[fromIndex(index, dims)]!.push(item);
    });
    const keep = numberAttribute(node.attributes, 'keepdims', 1) === 1;
    return [
      { dims: keep ? dims : dims.filter((_, i) => !axes.includes(i)), data: Float64Array.from(groups, fold) },
    ];
  };
}

const sum = (items: number[]): number => items.reduce((a, b) => a + b, 0);

/** float64 forward rules of the operators that move, repeat or reduce elements. */
export const SHAPE_REFERENCE: Record<string, Forward> = {
  Reshape: reshape,
  Flatten: (node, [x]) => {
    const axis = front(numberAttribute(node.attributes, 'axis', 1), x!.dims.length);
    return [{ dims: [count(x!.dims.slice(0, axis)), count(x!.dims.slice(axis))], data: x!.data }];
  },
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Slice: slice,
  Gather: gather,
  Pad: pad,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Expand: expand,
  Tile: (_, [x, repeats]) => [
    rearrange(
      x!,
      x!.dims.map((dim, i) => dim * repeats!.data[i]!),
      (index) => index.map((i, axis) => i % x!.dims[axis]!),
    ),
  ],
  DepthToSpace: depthToSpace,
  Shape: (_, [x]) => [{ dims: [x!.dims.length], data: Float64Array.from(x!.dims) }],
  ReduceSum: reduction(sum),
  ReduceMean: reduction((items) => sum(items) / items.length),
  ReduceSumSquare: reduction((items) => sum(items.map((item) => item * item))),
  ReduceL1: reduction((items) => sum(items.map(Math.abs))),
  ReduceL2: reduction((items) => Math.sqrt(sum(items.map((item) => item * item)))),
  ReduceMax: reduction((items) => Math.max(...items)),
  ReduceMin: reduction((items) => Math.min(...items)),
};
