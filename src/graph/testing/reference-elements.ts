import { numberAttribute } from '../attributes.js';
import type { Forward, Real } from './reference.js';
import { fromIndex, toIndex } from './indexing.js';

function map(rule: (x: number, attribute: (name: string, otherwise: number) => number) => number): Forward {
  return (node, [x]) => [
    {
      dims: x!.dims,
      data: x!.data.map((item) => rule(item, (name, other) => numberAttribute(node.attributes, name, other))),
    },
  ];
}

/** numpy broadcasting of any number of operands. */
export function broadcast(inputs: readonly Real[], rule: (...items: number[]) => number): Real {
  const rank = Math.max(...inputs.map((input) => input.dims.length));
  const dims = Array.from({ length: rank }, (_, i) =>
    Math.max(...inputs.map((input) => input.dims[i - rank + input.dims.length] ?? 1)),
  );
  const length = dims.reduce((a, b) => a * b, 1);
  const data = new Float64Array(length);
  for (let at = 0; at < length; at++) {
    const index = toIndex(at, dims);
    data[at] = rule(
      ...inputs.map((input) => {
        const own = index.slice(rank - input.dims.length).map((i, axis) => (input.dims[axis] === 1 ? 0 : i));
        return input.data[fromIndex(own, input.dims)]!;
      }),
    );
  }
  return { dims, data };
}

function combine(rule: (...items: number[]) => number): Forward {
  return (_, inputs) => [broadcast(inputs as Real[], rule)];
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);

/** The error function to full double precision: its Maclaurin series, which converges quickly for |x| ≤ 4. */
export function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const clip: Forward = (_, [x, low, high]) => [
  {
    dims: x!.dims,
    data: x!.data.map((item) =>
      Math.min(Math.max(item, low?.data[0] ?? -Infinity), high?.data[0] ?? Infinity),
    ),
  },
];

/** float64 forward rules of the element-by-element operators. */
export const ELEMENT_REFERENCE: Record<string, Forward> = {
  Add: combine((a, b) => a! + b!),
  Sub: combine((a, b) => a! - b!),
  Mul: combine((a, b) => a! * b!),
  Div: combine((a, b) => a! / b!),
  Pow: combine((a, b) => a! ** b!),
  Max: combine(Math.max),
  Min: combine(Math.min),
  Sum: combine((...items) => items.reduce((a, b) => a + b)),
  Mean: combine((...items) => items.reduce((a, b) => a + b) / items.length),
  Where: combine((condition, a, b) => (condition ? a! : b!)),
  Equal: combine((a, b) => +(a === b)),
  Greater: combine((a, b) => +(a! > b!)),
  Less: combine((a, b) => +(a! < b!)),
  PRelu: combine((x, slope) => (x! > 0 ? x! : x! * slope!)),
  Clip: clip,
  Relu: map((x) => Math.max(x, 0)),
  LeakyRelu: map((x, a) => (x > 0 ? x : a('alpha', 0.01) * x)),
  ThresholdedRelu: map((x, a) => (x > a('alpha', 1) ? x : 0)),
  Elu: map((x, a) => (x > 0 ? x : a('alpha', 1) * Math.expm1(x))),
  Selu: map(
    (x, a) => a('gamma', 1.0507009873554805) * (x > 0 ? x : a('alpha', 1.6732632423543772) * Math.expm1(x)),
  ),
  Sigmoid: map(sigmoid),
  HardSigmoid: map((x, a) => Math.min(Math.max(a('alpha', 0.2) * x + a('beta', 0.5), 0), 1)),
  HardSwish: map((x) => x * Math.min(Math.max(x / 6 + 0.5, 0), 1)),
  Tanh: map(Math.tanh),
  Softplus: map(softplus),
  Softsign: map((x) => x / (1 + Math.abs(x))),
  Mish: map((x) => x * Math.tanh(softplus(x))),
  Gelu: (node, [x]) => {
    const attribute = node.attributes['approximate'];
    const tanh = attribute?.kind === 'string' && attribute.value === 'tanh';
    const exact = (v: number): number => 0.5 * v * (1 + erf(v * Math.SQRT1_2));
    const near = (v: number): number =>
      0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3)));
    return [{ dims: x!.dims, data: x!.data.map(tanh ? near : exact) }];
  },
  QuickGelu: map((x, a) => x * sigmoid(a('alpha', 1.702) * x)),
  Exp: map(Math.exp),
  Log: map(Math.log),
  Sqrt: map(Math.sqrt),
  Neg: map((x) => -x),
  Abs: map(Math.abs),
  Sign: map(Math.sign),
  Reciprocal: map((x) => 1 / x),
  Erf: map(erf),
  Sin: map(Math.sin),
  Cos: map(Math.cos),
  Identity: map((x) => x),
  Cast: map((x) => x),
};
