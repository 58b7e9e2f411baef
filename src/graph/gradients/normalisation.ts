import { numberAttribute } from '../attributes.js';
import { emitOne } from '../emit.js';
import {
  add,
  cast,
  div,
  mul,
  reduceSum,
  sub,
  unary,
  unsqueeze,
  expandLike,
  sumToShape,
  reduce,
} from '../ops.js';
import { sizeOf, type Value } from '../types.js';
import type { GradientRule } from './rule.js';

/** Per-channel vector `[C]` as `[C, 1, ..]`, so that it broadcasts over `[N, C, ..]`. */
function overChannels(graph: Parameters<typeof unsqueeze>[0], vector: Value, rank: number): Value {
  return rank === 2
    ? vector
    : unsqueeze(
        graph,
        vector,
        Array.from({ length: rank - 2 }, (_, i) => i + 1),
      );
}

/** Inference form: y = γ(x - μ)/√(σ² + ε) + β with given μ and σ², each of the five an input. */
const batchNormalization: GradientRule = ({ graph, inputs, gradient, attributes, wants }) => {
  const [x, scale, , mean, variance] = inputs as [Value, Value, Value, Value, Value];
  const epsilon = numberAttribute(attributes, 'epsilon', 1e-5);
  const rank = x.shape.length;
  const axes = [...Array(rank).keys()].filter((axis) => axis !== 1);
  const inverse = unary(graph, 'Reciprocal', unary(graph, 'Sqrt', add(graph, variance, epsilon)));
  const factor = mul(graph, scale, inverse);
  const bias = reduceSum(graph, gradient, axes);
  const centred = (): Value => sub(graph, x, overChannels(graph, mean, rank));
  const projected = wants(1) || wants(4) ? reduceSum(graph, mul(graph, gradient, centred()), axes) : null;
  return [
    wants(0) ? mul(graph, gradient, overChannels(graph, factor, rank)) : null,
    wants(1) && projected ? mul(graph, projected, inverse) : null,
    wants(2) ? bias : null,
    wants(3) ? unary(graph, 'Neg', mul(graph, factor, bias)) : null,
    wants(4) && projected
      ? mul(graph, mul(graph, projected, factor), mul(graph, mul(graph, inverse, inverse), -0.5))
      : null,
  ];
};

/** y = γ(x - μ)/√(σ² + ε) + β with μ and σ² over the axes from `axis` on. */
const layerNormalization: GradientRule = ({ graph, inputs, gradient, attributes, wants }) => {
  const [x, scale, bias] = inputs as [Value, Value, Value | null | undefined];
  const rank = x.shape.length;
  const given = numberAttribute(attributes, 'axis', -1);
  const from = given < 0 ? given + rank : given;
  const axes = [...Array(rank).keys()].slice(from);
  const mean = (value: Value): Value => reduce(graph, 'ReduceMean', value, axes, true);
  const centred = sub(graph, x, mean(x));
  const epsilon = numberAttribute(attributes, 'epsilon', 1e-5);
  const deviation = unary(graph, 'Sqrt', add(graph, mean(mul(graph, centred, centred)), epsilon));
  const unit = div(graph, centred, deviation);
  const inner = mul(graph, gradient, scale);
  const straight = (): Value =>
    div(
      graph,
      sub(graph, sub(graph, inner, mean(inner)), mul(graph, unit, mean(mul(graph, inner, unit)))),
      deviation,
    );
  return [
    wants(0) ? straight() : null,
    wants(1) ? sumToShape(graph, mul(graph, gradient, unit), scale) : null,
    bias && wants(2) ? sumToShape(graph, gradient, bias) : null,
  ];
};

const globalAveragePool: GradientRule = ({ graph, inputs, gradient }) => {
  const x = inputs[0]!;
  const extents = x.shape.slice(2);
  if (extents.every((dim) => typeof dim === 'number')) {
    return [expandLike(graph, mul(graph, gradient, 1 / sizeOf(extents)), x)];
  }
  const size = (value: Value): Value => cast(graph, emitOne(graph, 'Size', [value]), value.type);
  return [expandLike(graph, div(graph, gradient, div(graph, size(x), size(gradient))), x)];
};

/** Gradient rules of normalisations and global average pooling. */
export const NORMALISATION_RULES: Record<string, GradientRule> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  GlobalAveragePool: globalAveragePool,
};
