import { numberAttribute, intsAttribute } from '../attributes.js';
import { emitOne } from '../emit.js';
import { addConstant, freshName, addValue, sharedConstant, type Graph, type GraphNode } from '../graph.js';
import {
  cast,
  div,
  expandLike,
  isStatic,
  keepWhere,
  mul,
  reduceSum,
  reshape,
  reshapeLike,
  unsqueeze,
} from '../ops.js';
import { windowOf, type Window } from '../shapes/spatial.js';
import { ints, sizeOf, tensor, type Value } from '../types.js';
import { transposed } from './conv.js';
import { notDifferentiable, type GradientContext, type GradientRule } from './rule.js';

function knownWindow(context: GradientContext): Window {
  const { graph, node, inputs, attributes, outputs } = context;
  const spatial = [...inputs[0]!.shape.slice(2), ...outputs[0]!.shape.slice(2)];
  if (!spatial.every((dim) => typeof dim === 'number')) {
    throw notDifferentiable(node, 'has an input whose height or width is not known while building');
  }
  const kernel = intsAttribute(attributes, 'kernel_shape') ?? [];
  return windowOf({ graph, opType: node.opType, inputs, attributes }, kernel);
}

/** Each output's gradient goes to the element it was taken from (the first of equals), by the node's own indices. */
const maxPool: GradientRule = (context) => {
  const { graph, node, inputs, gradient } = context;
  const x = inputs[0]!;
  const indices = node.outputs[1] ?? indicesOf(graph, node);
  const elements = isStatic(x.shape) ? sizeOf(x.shape) : 'elements';
  const outputs = [{ type: x.type, shape: [elements] }];
  const size =
    typeof elements === 'number'
      ? sharedConstant(graph, ints([elements]))
      : unsqueeze(graph, emitOne(graph, 'Size', [x]), [0]);
  const zero = { value: tensor(x.type, [1], [0]) };
  const zeros = emitOne(graph, 'ConstantOfShape', [size], zero, { outputs });
  const flat = (value: Value): Value => reshape(graph, value, [-1]);
  const scattered = emitOne(
    graph,
    'ScatterElements',
    [zeros, flat(indices), flat(gradient)],
    { axis: 0, reduction: 'add' },
    { outputs },
  );
  return [reshapeLike(graph, scattered, x)];
};

/** Asks a MaxPool node already in the graph for its second output. */
function indicesOf(graph: Graph, node: GraphNode): Value {
  const at = graph.nodes.indexOf(node);
  const y = node.outputs[0]!;
  const indices = addValue(graph, freshName(graph, 'MaxPool_indices'), 'int64', y.shape);
  graph.nodes[at] = { ...node, outputs: [y, indices] };
  return indices;
}

const averagePool: GradientRule = (context) => {
  const { graph, inputs, gradient, attributes } = context;
  const x = inputs[0]!;
  const window = knownWindow(context);
  const includePad = numberAttribute(attributes, 'count_include_pad', 0) === 1;
  const extents = gradient.shape.slice(2).map(Number);
  const counts = countElements(window, x.shape.slice(2).map(Number), extents, includePad);
  const [first] = counts;
  const shared = counts.every((count) => count === first)
    ? mul(graph, gradient, 1 / first!)
    : mul(
        graph,
        gradient,
        addConstant(
          graph,
          tensor(
            'float32',
            [1, 1, ...extents],
            counts.map((count) => 1 / count),
          ),
        ),
      );
  // Every plane by itself: a transposed convolution with a kernel of ones spreads each output over its window.
  const ones = tensor('float32', [1, 1, ...window.kernel], new Array<number>(sizeOf(window.kernel)).fill(1));
  const planes = reshape(graph, shared, [-1, 1, ...extents]);
  const spread = transposed(graph, planes, sharedConstant(graph, ones), x, window, 1);
  return [reshapeLike(graph, spread, x)];
};

/** For each window, how many elements its mean was taken over. */
function countElements(window: Window, dims: number[], extents: number[], includePad: boolean): number[] {
  const along = extents.map((extent, axis) =>
    Array.from({ length: extent }, (_, i) => {
      const start = i * window.strides[axis]! - window.before[axis]!;
      let count = 0;
      for (let k = 0; k < window.kernel[axis]!; k++) {
        const at = start + k * window.dilations[axis]!;
        const low = includePad ? -window.before[axis]! : 0;
        const high = dims[axis]! + (includePad ? window.after[axis]! : 0);
        if (at >= low && at < high) count++;
      }
      return count;
    }),
  );
  return along.reduce(
    (products, counts) => products.flatMap((product) => counts.map((count) => product * count)),
    [1],
  );
}

/** The gradient goes to the largest element of each plane, in equal shares among equals. */
const globalMaxPool: GradientRule = ({ graph, inputs, outputs, gradient }) => {
  const x = inputs[0]!;
  const axes = x.shape.slice(2).map((_, i) => i + 2);
  const hit = emitOne(graph, 'Equal', [x, outputs[0]!]);
  const ties = reduceSum(graph, cast(graph, hit, x.type), axes, true);
  return [keepWhere(graph, hit, expandLike(graph, div(graph, gradient, ties), x))];
};

/** Gradient rules of poolings. */
export const POOL_RULES: Record<string, GradientRule> = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalMaxPool: globalMaxPool,
};
