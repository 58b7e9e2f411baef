import { numberAttribute } from '../attributes.js';
import { emitOne } from '../emit.js';
import type { Graph } from '../graph.js';
import { reduceSum, reshape, slice, transpose } from '../ops.js';
import { windowOf, type Window } from '../shapes/spatial.js';
import type { Value } from '../types.js';
import { kernelGradient } from './conv-kernel.js';
import { notDifferentiable, type GradientContext, type GradientRule } from './rule.js';

/** The node's window; extents of input and output must be known. Throws E_GRAPH_NOT_DIFFERENTIABLE. */
function knownWindow(context: GradientContext, kernel: Value): Window {
  const { graph, node, inputs, attributes, outputs } = context;
  const spatial = [...inputs[0]!.shape.slice(1), ...outputs[0]!.shape.slice(1)];
  if (!spatial.every((dim) => typeof dim === 'number')) {
    throw notDifferentiable(node, 'has an input whose height or width is not known while building');
  }
  return windowOf({ graph, opType: node.opType, inputs, attributes }, kernel.shape.slice(2).map(Number));
}

const conv: GradientRule = (context) => {
  const { graph, inputs, gradient, attributes, wants } = context;
  const [x, w, bias] = inputs as [Value, Value, Value | null | undefined];
  const window = knownWindow(context, w);
  const group = numberAttribute(attributes, 'group', 1);
  return [
    wants(0) ? inputGradient(graph, gradient, w, x, window, group) : null,
    wants(1) ? kernelGradient({ graph, x, dy: gradient, window, group }) : null,
    bias && wants(2) ? channelSums(graph, gradient) : null,
  ];
};

/** A transposed convolution is the input gradient of a convolution, so its gradients are that one's other parts. */
const convTranspose: GradientRule = (context) => {
  const { graph, inputs, gradient, attributes, wants } = context;
  const [x, w, bias] = inputs as [Value, Value, Value | null | undefined];
  const window = knownWindow(context, w);
  const group = numberAttribute(attributes, 'group', 1);
  const convolve = (): Value =>
    emitOne(graph, 'Conv', [gradient, w], {
      group,
      strides: window.strides,
      dilations: window.dilations,
      pads: [...window.before, ...window.after],
      kernel_shape: window.kernel,
    });
  return [
    wants(0) ? convolve() : null,
    wants(1) ? kernelGradient({ graph, x: gradient, dy: x, window, group }) : null,
    bias && wants(2) ? channelSums(graph, gradient) : null,
  ];
};

function channelSums(graph: Graph, gradient: Value): Value {
  return reduceSum(
    graph,
    gradient,
    [...gradient.shape.keys()].filter((axis) => axis !== 1),
  );
}

/**
 * The gradient of a convolution's input: for stride 1 a convolution with the kernel turned around and its
 * channels swapped, else a transposed convolution.
 */
export function inputGradient(
  graph: Graph,
  dy: Value,
  w: Value,
  x: Value,
  window: Window,
  group: number,
): Value {
  const span = window.kernel.map((size, i) => (size - 1) * window.dilations[i]! + 1);
  const inner = span.every((rows, i) => window.before[i]! < rows && window.after[i]! < rows);
  if (inner && window.strides.every((stride) => stride === 1)) {
    return emitOne(graph, 'Conv', [dy, turned(graph, w, group)], {
      group,
      dilations: window.dilations,
      pads: [
        ...span.map((rows, i) => rows - 1 - window.before[i]!),
        ...span.map((rows, i) => rows - 1 - window.after[i]!),
      ],
      kernel_shape: window.kernel,
    });
  }
  return transposed(graph, dy, w, x, window, group);
}

/** The transposed convolution that gives exactly the extents of `x`. */
export function transposed(
  graph: Graph,
  dy: Value,
  w: Value,
  x: Value,
  window: Window,
  group: number,
): Value {
  // Rows that the windows cover beyond the input are cut off at the end; rows they do not reach are added.
  const surplus = window.kernel.map((size, i) => {
    const covered =
      (Number(dy.shape[i + 2]) - 1) * window.strides[i]! + (size - 1) * window.dilations[i]! + 1;
    return covered - window.before[i]! - Number(x.shape[i + 2]);
  });
  return emitOne(graph, 'ConvTranspose', [dy, w], {
    group,
    strides: window.strides,
    dilations: window.dilations,
    pads: [...window.before, ...surplus.map((rows) => Math.max(rows, 0))],
    output_padding: surplus.map((rows) => Math.max(-rows, 0)),
    kernel_shape: window.kernel,
  });
}

/** A kernel `[M, C/g, ..]` reversed along its spatial axes, as `[C, M/g, ..]`. */
function turned(graph: Graph, w: Value, group: number): Value {
  const [filters, each, ...kernel] = w.shape.map(Number) as [number, number, ...number[]];
  const axes = kernel.flatMap((size, i) => (size > 1 ? [i + 2] : []));
  const all = (value: number): number[] => axes.map(() => value);
  const flipped = axes.length > 0 ? slice(graph, w, axes, all(-1), all(-(2 ** 31)), all(-1)) : w;
  const spatial = (from: number): number[] => kernel.map((_, i) => i + from);
  if (group === 1) return transpose(graph, flipped, [1, 0, ...spatial(2)]);
  if (each === 1 && filters === group) return flipped;
  const apart = reshape(graph, flipped, [group, filters / group, each, ...kernel]);
  const swapped = transpose(graph, apart, [0, 2, 1, ...spatial(3)]);
  return reshape(graph, swapped, [each * group, filters / group, ...kernel]);
}

/** Gradient rules of convolutions. */
export const CONV_RULES: Record<string, GradientRule> = {
  Conv: conv,
  ConvTranspose: convTranspose,
};
