import { numberAttribute } from '../attributes.js';
import { broadcast } from './reference-elements.js';
import { count, front, fromIndex, toIndex } from './indexing.js';
import { rearrange } from './reference-shapes.js';
import type { Forward, Real } from './reference.js';

function swapLast(x: Real): Real {
  const [rows, columns] = [x.dims.at(-2)!, x.dims.at(-1)!];
  return rearrange(x, [...x.dims.slice(0, -2), columns, rows], (index) => [
    ...index.slice(0, -2),
    index.at(-1)!,
    index.at(-2)!,
  ]);
}

function product(a: Real, b: Real): Real {
  const [n, k, m] = [a.dims.at(-2)!, a.dims.at(-1)!, b.dims.at(-1)!];
  const batchA = a.dims.slice(0, -2);
  const batchB = b.dims.slice(0, -2);
  const rank = Math.max(batchA.length, batchB.length);
  const batch = Array.from({ length: rank }, (_, i) =>
    Math.max(batchA[i - rank + batchA.length] ?? 1, batchB[i - rank + batchB.length] ?? 1),
  );
  const dims = [...batch, n, m];
  const data = new Float64Array(count(dims));
  const pick = (x: Real, lead: number[], row: number, column: number): number => {
    const own = x.dims.slice(0, -2);
    const index = lead.slice(rank - own.length).map((i, axis) => (own[axis] === 1 ? 0 : i));
    return x.data[fromIndex([...index, row, column], x.dims)]!;
  };
  for (let at = 0; at < data.length; at++) {
    const index = toIndex(at, dims);
    const lead = index.slice(0, rank);
    let sum = 0;
    for (let i = 0; i < k; i++) sum += pick(a, lead, index[rank]!, i) * pick(b, lead, i, index[rank + 1]!);
    data[at] = sum;
  }
  return { dims, data };
}

const matMul: Forward = (node, [a, b]) => {
  const turn = (x: Real, name: string): Real =>
    numberAttribute(node.attributes, name, 0) === 1 ? swapLast(x) : x;
  const alpha = numberAttribute(node.attributes, 'alpha', 1);
  const out = product(turn(a!, 'transA'), turn(b!, 'transB'));
  return [{ dims: out.dims, data: out.data.map((item) => item * alpha) }];
};

const gemm: Forward = (node, [a, b, c]) => {
  const [out] = matMul(node, [a, b]);
  const beta = numberAttribute(node.attributes, 'beta', 1);
  return [c ? broadcast([out!, c], (x, bias) => x! + beta * bias!) : out!];
};

/** Applies a rule to every line along an axis. */
function alongAxis(x: Real, axis: number, rule: (line: number[]) => number[]): Real {
  const data = new Float64Array(x.data.length);
  for (let at = 0; at < data.length; at++) {
    const index = toIndex(at, x.dims);
    if (index[axis] !== 0) continue;
    const places = Array.from({ length: x.dims[axis]! }, (_, i) =>
      fromIndex(
        index.map((own, a) => (a === axis ? i : own)),
        x.dims,
      ),
    );
    rule(places.map((place) => x.data[place]!)).forEach((item, i) => (data[places[i]!] = item));
  }
  return { dims: x.dims, data };
}

const softmax = (line: number[]): number[] => {
  const top = Math.max(...line);
  const exp = line.map((item) => Math.exp(item - top));
  const sum = exp.reduce((a, b) => a + b);
  return exp.map((item) => item / sum);
};

const overAxis =
  (rule: (line: number[]) => number[]): Forward =>
  (node, [x]) => [alongAxis(x!, front(numberAttribute(node.attributes, 'axis', -1), x!.dims.length), rule)];

const batchNormalization: Forward = (node, [x, scale, bias, mean, variance]) => {
  const epsilon = numberAttribute(node.attributes, 'epsilon', 1e-5);
  const data = x!.data.map((item, at) => {
    const c = toIndex(at, x!.dims)[1]!;
    const unit = (item - mean!.data[c]!) / Math.sqrt(variance!.data[c]! + epsilon);
    return unit * scale!.data[c]! + bias!.data[c]!;
  });
  return [{ dims: x!.dims, data }];
};

const layerNormalization: Forward = (node, [x, scale, bias]) => {
  const axis = front(numberAttribute(node.attributes, 'axis', -1), x!.dims.length);
  const epsilon = numberAttribute(node.attributes, 'epsilon', 1e-5);
  const rows = { dims: [count(x!.dims.slice(0, axis)), count(x!.dims.slice(axis))], data: x!.data };
  const unit = alongAxis(rows, 1, (line) => {
    const mean = line.reduce((a, b) => a + b) / line.length;
    const variance = line.reduce((sum, item) => sum + (item - mean) ** 2, 0) / line.length;
    return line.map((item) => (item - mean) / Math.sqrt(variance + epsilon));
  });
  const back = { dims: x!.dims, data: unit.data };
  const scaled = broadcast([back, scale!], (a, b) => a! * b!);
  return [bias ? broadcast([scaled, bias], (a, b) => a! + b!) : scaled];
};

const instanceNormalization: Forward = (node, [x, scale, bias]) => {
  const area = count(x!.dims.slice(2));
  const epsilon = numberAttribute(node.attributes, 'epsilon', 1e-5);
  const data = x!.data.map((item, at) => {
    const plane = x!.data.subarray(at - (at % area), at - (at % area) + area);
    const mean = plane.reduce((a, b) => a + b) / area;
    const variance = plane.reduce((sum, other) => sum + (other - mean) ** 2, 0) / area;
    const channel = toIndex(at, x!.dims)[1]!;
    return ((item - mean) / Math.sqrt(variance + epsilon)) * scale!.data[channel]! + bias!.data[channel]!;
  });
  return [{ dims: x!.dims, data }];
};

/** float64 forward rules of products, softmax and normalisations. */
export const LINEAR_REFERENCE: Record<string, Forward> = {
  MatMul: matMul,
  FusedMatMul: matMul,
  Gemm: gemm,
  Softmax: overAxis(softmax),
  LogSoftmax: overAxis((line) => {
    const top = Math.max(...line);
    const log = top + Math.log(line.reduce((sum, item) => sum + Math.exp(item - top), 0));
    return line.map((item) => item - log);
  }),
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  InstanceNormalization: instanceNormalization,
};
