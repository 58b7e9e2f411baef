import { numberAttribute, stringAttribute, type Attributes } from '../attributes.js';
import type { Graph } from '../graph.js';
import { add, cast, div, greater, keepWhere, less, mul, reduceSum, sub, unary, where } from '../ops.js';
import type { Value } from '../types.js';
import type { GradientRule } from './rule.js';

/** What a derivative may be made of. */
interface Point {
  graph: Graph;
  x: Value;
  y: Value;
  gradient: Value;
  attributes: Attributes;
}

function unaryRule(rule: (point: Point) => Value): GradientRule {
  return ({ graph, inputs, outputs, gradient, attributes }) => [
    rule({ graph, x: inputs[0]!, y: outputs[0]!, gradient, attributes }),
  ];
}

/** gradient · slope where x lies strictly between the bounds, else 0. */
function between({ graph, x, gradient }: Point, low: number, high: number, slope: number): Value {
  const inside = keepWhere(graph, less(graph, x, high), keepWhere(graph, greater(graph, x, low), gradient));
  return slope === 1 ? inside : mul(graph, inside, slope);
}

/** d/dx of the cumulative normal: exp(-x²/2)/√(2π). */
function normalDensity(graph: Graph, x: Value): Value {
  return mul(graph, unary(graph, 'Exp', mul(graph, mul(graph, x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
}

const gelu = (point: Point): Value => {
  const { graph, x, gradient, attributes } = point;
  if (stringAttribute(attributes, 'approximate', 'none') === 'tanh') return geluTanh(point);
  const normal = mul(graph, add(graph, unary(graph, 'Erf', mul(graph, x, Math.SQRT1_2)), 1), 0.5);
  return mul(graph, gradient, add(graph, normal, mul(graph, x, normalDensity(graph, x))));
};

const geluTanh = ({ graph, x, gradient }: Point): Value => {
  const c = Math.sqrt(2 / Math.PI);
  const square = mul(graph, x, x);
  const inner = mul(graph, x, add(graph, mul(graph, square, 0.044715 * c), c));
  const t = unary(graph, 'Tanh', inner);
  const innerSlope = add(graph, mul(graph, square, 3 * 0.044715 * c), c);
  const bend = mul(graph, mul(graph, x, sub(graph, 1, mul(graph, t, t))), innerSlope);
  return mul(graph, gradient, mul(graph, add(graph, add(graph, t, 1), bend), 0.5));
};

const softmax: GradientRule = ({ graph, outputs, gradient, attributes }) => {
  const y = outputs[0]!;
  const axis = numberAttribute(attributes, 'axis', -1);
  const inner = reduceSum(graph, mul(graph, gradient, y), [axis], true);
  return [mul(graph, y, sub(graph, gradient, inner))];
};

const logSoftmax: GradientRule = ({ graph, outputs, gradient, attributes }) => {
  const axis = numberAttribute(attributes, 'axis', -1);
  const inner = reduceSum(graph, gradient, [axis], true);
  return [sub(graph, gradient, mul(graph, unary(graph, 'Exp', outputs[0]!), inner))];
};

/** Gradient rules of functions of one value, and of softmax. */
export const ACTIVATION_RULES: Record<string, GradientRule> = {
  Relu: unaryRule(({ graph, y, gradient }) => keepWhere(graph, greater(graph, y, 0), gradient)),
  LeakyRelu: unaryRule(({ graph, x, gradient, attributes }) => {
    const slope = numberAttribute(attributes, 'alpha', 0.01);
    return where(graph, greater(graph, x, 0), gradient, mul(graph, gradient, slope));
  }),
  ThresholdedRelu: unaryRule(({ graph, x, gradient, attributes }) =>
    keepWhere(graph, greater(graph, x, numberAttribute(attributes, 'alpha', 1)), gradient),
  ),
  Elu: unaryRule(({ graph, x, y, gradient, attributes }) => {
    const alpha = numberAttribute(attributes, 'alpha', 1);
    return where(graph, greater(graph, x, 0), gradient, mul(graph, gradient, add(graph, y, alpha)));
  }),
  Selu: unaryRule(({ graph, x, y, gradient, attributes }) => {
    const alpha = numberAttribute(attributes, 'alpha', 1.6732632423543772);
    const gamma = numberAttribute(attributes, 'gamma', 1.0507009873554805);
    const low = mul(graph, gradient, add(graph, y, alpha * gamma));
    return where(graph, greater(graph, x, 0), mul(graph, gradient, gamma), low);
  }),
  Sigmoid: unaryRule(({ graph, y, gradient }) => mul(graph, gradient, mul(graph, y, sub(graph, 1, y)))),
  HardSigmoid: unaryRule((point) => {
    const alpha = numberAttribute(point.attributes, 'alpha', 0.2);
    const beta = numberAttribute(point.attributes, 'beta', 0.5);
    return between(point, -beta / alpha, (1 - beta) / alpha, alpha);
  }),
  HardSwish: unaryRule(({ graph, x, gradient }) => {
    const slope = add(graph, mul(graph, x, 1 / 3), 0.5);
    const inner = where(graph, less(graph, x, 3), mul(graph, gradient, slope), gradient);
    return keepWhere(graph, greater(graph, x, -3), inner);
  }),
  Tanh: unaryRule(({ graph, y, gradient }) => mul(graph, gradient, sub(graph, 1, mul(graph, y, y)))),
  Softplus: unaryRule(({ graph, x, gradient }) => mul(graph, gradient, unary(graph, 'Sigmoid', x))),
  Softsign: unaryRule(({ graph, x, gradient }) => {
    const bottom = add(graph, unary(graph, 'Abs', x), 1);
    return div(graph, gradient, mul(graph, bottom, bottom));
  }),
  Mish: unaryRule(({ graph, x, gradient }) => {
    const t = unary(graph, 'Tanh', unary(graph, 'Softplus', x));
    const bend = mul(graph, mul(graph, x, unary(graph, 'Sigmoid', x)), sub(graph, 1, mul(graph, t, t)));
    return mul(graph, gradient, add(graph, t, bend));
  }),
  Gelu: unaryRule(gelu),
  QuickGelu: unaryRule(({ graph, x, gradient, attributes }) => {
    const alpha = numberAttribute(attributes, 'alpha', 1.702);
    const s = unary(graph, 'Sigmoid', mul(graph, x, alpha));
    const bend = mul(graph, mul(graph, x, alpha), sub(graph, 1, s));
    return mul(graph, gradient, mul(graph, s, add(graph, bend, 1)));
  }),
  Exp: unaryRule(({ graph, y, gradient }) => mul(graph, gradient, y)),
  Log: unaryRule(({ graph, x, gradient }) => div(graph, gradient, x)),
  Sqrt: unaryRule(({ graph, y, gradient }) => div(graph, mul(graph, gradient, 0.5), y)),
  Neg: unaryRule(({ graph, gradient }) => unary(graph, 'Neg', gradient)),
  Abs: unaryRule(({ graph, x, gradient }) => mul(graph, gradient, unary(graph, 'Sign', x))),
  Reciprocal: unaryRule(({ graph, y, gradient }) =>
    unary(graph, 'Neg', mul(graph, gradient, mul(graph, y, y))),
  ),
  Erf: unaryRule(({ graph, x, gradient }) => {
    const bell = unary(graph, 'Exp', unary(graph, 'Neg', mul(graph, x, x)));
    return mul(graph, gradient, mul(graph, bell, 2 / Math.sqrt(Math.PI)));
  }),
  Sin: unaryRule(({ graph, x, gradient }) => mul(graph, gradient, unary(graph, 'Cos', x))),
  Cos: unaryRule(({ graph, x, gradient }) =>
    unary(graph, 'Neg', mul(graph, gradient, unary(graph, 'Sin', x))),
  ),
  Identity: unaryRule(({ gradient }) => gradient),
  Cast: unaryRule(({ graph, x, gradient }) => cast(graph, gradient, x.type)),
  Softmax: softmax,
  LogSoftmax: logSoftmax,
};
