import { numberAttribute } from '../attributes.js';
import { emitOne } from '../emit.js';
import type { Graph } from '../graph.js';
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
function overChannels(graph: Graph, vector: Value, rank: number): Value {
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

/** x̂ = (x - μ)/√(σ² + ε) over some axes, its divisor, and d - mean(d) - x̂·mean(d·x̂) of a gradient d. */
function normalised(
  graph: Graph,
  x: Value,
  axes: readonly number[],
  epsilon: number,
): { unit: Value; deviation: Value; inner: (gradient: Value) => Value } {
  const mean = (value: Value): Value => reduce(graph, 'ReduceMean', value, axes, true);
  const centred = sub(graph, x, mean(x));
  const deviation = unary(graph, 'Sqrt', add(graph, mean(mul(graph, centred, centred)), epsilon));
  const unit = div(graph, centred, deviation);
  const inner = (gradient: Value): Value =>
    sub(graph, sub(graph, gradient, mean(gradient)), mul(graph, unit, mean(mul(graph, gradient, unit))));
  return { unit, deviation, inner };
}

/** y = γx̂ + β with mean and variance over the axes from `axis` on. */
const layerNormalization: GradientRule = ({ graph, inputs, gradient, attributes, wants }) => {
  const [x, scale, bias] = inputs as [Value, Value, Value | null | undefined];
  const rank = x.shape.length;
  const given = numberAttribute(attributes, 'axis', -1);
  const axes = [...Array(rank).keys()].slice(given < 0 ? given + rank : given);
  const { unit, deviation, inner } = normalised(graph, x, axes, numberAttribute(attributes, 'epsilon', 1e-5));
  return [
    wants(0) ? div(graph, inner(mul(graph, gradient, scale)), deviation) : null,
    wants(1) ? sumToShape(graph, mul(graph, gradient, unit), scale) : null,
    bias && wants(2) ? sumToShape(graph, gradient, bias) : null,
  ];
};

/** Every channel of every sample by its own mean and variance. */
const instanceNormalization: GradientRule = ({ graph, inputs, gradient, attributes, wants }) => {
  const [x, scale] = inputs as [Value, Value];
  const rank = x.shape.length;
  const axes = [...Array(rank).keys()].slice(2);
  const all = [0, ...axes];
  const { inner, unit, deviation } = normalised(graph, x, axes, numberAttribute(attributes, 'epsilon', 1e-5));
  const scaled = mul(graph, gradient, overChannels(graph, scale, rank));
  return [
    wants(0) ? div(graph, inner(scaled), deviation) : null,
    wants(1) ? reduceSum(graph, mul(graph, gradient, unit), all) : null,
    wants(2) ? reduceSum(graph, gradient, all) : null,
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
  InstanceNormalization: instanceNormalization,
  GlobalAveragePool: globalAveragePool,
};
