import { AssayError } from '../errors.js';
import {
  intsAttribute,
  numberAttribute,
  stringAttribute,
  type Attribute,
  type AttributeValue,
} from './attributes.js';
import { addConstant, constantNumbers, freshName, sharedConstant, type Graph } from './graph.js';
import type { OnnxNode } from './model.js';
import { ints, scalar, tensor, type Tensor, type Value } from './types.js';

/** A node on its way into a graph. */
export interface ForeignNode {
  readonly graph: Graph;
  /** Version of the standard operators that the node was written for. */
  readonly opset: number;
  readonly node: OnnxNode;
  readonly inputs: (Value | null)[];
  /** Names for its outputs in the graph. */
  readonly names: string[];
  readonly emit: (
    opType: string,
    inputs: (Value | null)[],
    attributes: Readonly<Record<string, AttributeValue>>,
    names: string[],
  ) => Value[];
}

/**
 * Adds a node of operator set 7 to 21 as operator set 17 writes it. Inputs that became attributes, or the
 * other way round, are moved; what has no counterpart throws E_ONNX_UNSUPPORTED.
 */
export function upgradeNode(foreign: ForeignNode): Value[] {
  const { graph, node, names, opset } = foreign;
  const { opType, attributes } = node;
  if (opset < 7 || opset > 22) {
    throw new AssayError(
      'E_ONNX_UNSUPPORTED',
      `The model is written for operator set ${opset}; 7 to 22 are read. Export it with opset 17.`,
    );
  }
  if (opType === 'Constant')
    return [addConstant(graph, constantOf(foreign), names[0] || freshName(graph, opType))];
  const rule = node.domain === '' ? RULES.get(opType) : undefined;
  if (rule) return rule(foreign);
  if (node.domain === '' && REDUCTIONS.has(opType)) return reduction(foreign);
  return foreign.emit(opType, foreign.inputs, attributes, names);
}

const REDUCTIONS = new Set(
  'ReduceMean ReduceMax ReduceMin ReduceProd ReduceSumSquare ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp'.split(
    ' ',
  ),
);

type Rule = (foreign: ForeignNode) => Value[];

/** Since opset 18 the axes are an input; before, an attribute. */
const reduction: Rule = (foreign) => {
  const { node, inputs, names } = foreign;
  if (inputs.length < 2) return foreign.emit(node.opType, inputs, node.attributes, names);
  const { noop_with_empty_axes: noop, ...rest } = node.attributes;
  const axes = inputs[1] ? required(foreign, 1, 'axes') : [];
  if (axes.length === 0 && noop?.kind === 'int' && noop.value === 1) {
    return foreign.emit('Identity', [inputs[0]!], {}, names);
  }
  return foreign.emit(node.opType, [inputs[0]!], { ...rest, axes: axes.length ? axes : undefined }, names);
};

/** Moves integer attributes into inputs, for operators that take them as inputs since opset 10, 11 or 13. */
function attributesToInputs(...moved: string[]): Rule {
  return (foreign) => {
    const { graph, node, names } = foreign;
    const rest: Record<string, Attribute> = { ...node.attributes };
    const inputs = [...foreign.inputs];
    moved.forEach((name, i) => {
      const values = intsAttribute(node.attributes, name);
      if (!values) return;
      Reflect.deleteProperty(rest, name);
      while (inputs.length <= i) inputs.push(null);
      inputs[i + 1] = sharedConstant(graph, ints(values));
    });
    return foreign.emit(node.opType, inputs, rest, names);
  };
}

/** Clip's bounds and Pad's value became inputs in opset 11. */
const clip: Rule = (foreign) => {
  const { graph, node, names, opset } = foreign;
  if (opset >= 11) return foreign.emit('Clip', foreign.inputs, node.attributes, names);
  const bound = (name: string): Value | null =>
    node.attributes[name]
      ? sharedConstant(graph, scalar(numberAttribute(node.attributes, name, 0), foreign.inputs[0]!.type))
      : null;
  return foreign.emit('Clip', [foreign.inputs[0]!, bound('min'), bound('max')], {}, names);
};

const pad: Rule = (foreign) => {
  const { graph, node, names, opset } = foreign;
  const [x, pads, value, axes] = foreign.inputs;
  const mode = stringAttribute(node.attributes, 'mode', 'constant');
  if (opset < 11) {
    const given = intsAttribute(node.attributes, 'pads') ?? [];
    const fill = scalar(numberAttribute(node.attributes, 'value', 0), x!.type);
    return foreign.emit(
      'Pad',
      [x!, sharedConstant(graph, ints(given)), sharedConstant(graph, fill)],
      { mode },
      names,
    );
  }
  if (!axes) return foreign.emit('Pad', [x!, pads ?? null, value ?? null], { mode }, names);
  const rank = x!.shape.length;
  const at = required(foreign, 3, 'axes').map((axis) => (axis < 0 ? axis + rank : axis));
  const some = required(foreign, 1, 'pads');
  const all = Array.from({ length: 2 * rank }, (_, i) => {
    const place = at.indexOf(i % rank);
    return place < 0 ? 0 : some[place + (i < rank ? 0 : at.length)]!;
  });
  return foreign.emit('Pad', [x!, sharedConstant(graph, ints(all)), value ?? null], { mode }, names);
};

/** Before opset 13 softmax worked on the input flattened to a matrix at `axis`, by default 1. */
const softmax: Rule = (foreign) => {
  const { node, names, opset, inputs } = foreign;
  if (opset >= 13) return foreign.emit(node.opType, inputs, node.attributes, names);
  const rank = inputs[0]!.shape.length;
  const axis = numberAttribute(node.attributes, 'axis', 1);
  const front = axis < 0 ? axis + rank : axis;
  const restIsOne = inputs[0]!.shape.slice(front + 1).every((dim) => dim === 1);
  if (!restIsOne) throw unsupported(foreign, `over several axes at once (axis ${axis} of ${rank})`);
  return foreign.emit(node.opType, inputs, { axis: front }, names);
};

/** At inference Dropout passes its input through, whatever its version. */
const dropout: Rule = (foreign) => {
  if (foreign.inputs[2] && constantNumbers(foreign.graph, foreign.inputs[2])?.[0] !== 0) {
    throw unsupported(foreign, 'in training mode');
  }
  return foreign.emit('Identity', [foreign.inputs[0]!], {}, foreign.names.slice(0, 1));
};

const batchNormalization: Rule = (foreign) => {
  const { node, inputs, names } = foreign;
  if (numberAttribute(node.attributes, 'training_mode', 0) !== 0)
    throw unsupported(foreign, 'in training mode');
  if (numberAttribute(node.attributes, 'spatial', 1) !== 1) throw unsupported(foreign, 'with spatial=0');
  const epsilon = numberAttribute(node.attributes, 'epsilon', 1e-5);
  return foreign.emit('BatchNormalization', inputs, { epsilon }, names.slice(0, 1));
};

/** Split's equal parts: an attribute or nothing before opset 13 and 18, `num_outputs` after. */
const split: Rule = (foreign) => {
  const { graph, node, names, inputs } = foreign;
  const axis = numberAttribute(node.attributes, 'axis', 0);
  const x = inputs[0]!;
  if (inputs[1]) return foreign.emit('Split', [x, inputs[1]], { axis }, names);
  const given = intsAttribute(node.attributes, 'split');
  const extent = x.shape[axis < 0 ? axis + x.shape.length : axis];
  if (!given && typeof extent !== 'number')
    throw unsupported(foreign, 'into equal parts of an unknown extent');
  const count = names.length;
  const each = Math.ceil(Number(extent) / count);
  const sizes = given ?? Array.from({ length: count }, (_, i) => Math.min(each, Number(extent) - i * each));
  return foreign.emit('Split', [x, sharedConstant(graph, ints(sizes))], { axis }, names);
};

/** Resize 10, 11 to 13 and 18+, and Upsample 7 to 9, as Resize 13. */
const resize: Rule = (foreign) => {
  const { node, names, opset, inputs, graph } = foreign;
  const mode = stringAttribute(node.attributes, 'mode', 'nearest');
  if (opset < 11) {
    const scales = node.attributes['scales'];
    const given = scales?.kind === 'floats' ? sharedConstant(graph, floats(scales.value)) : inputs[1];
    const attributes = { mode, coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
    return foreign.emit('Resize', [inputs[0]!, null, given ?? null], attributes, names);
  }
  const { antialias, keep_aspect_ratio_policy: policy, axes, ...rest } = node.attributes;
  const plain =
    !axes &&
    (!antialias || numberAttribute({ antialias }, 'antialias', 0) === 0) &&
    (!policy || stringAttribute({ policy }, 'policy', 'stretch') === 'stretch');
  if (!plain) throw unsupported(foreign, 'with antialias, axes or an aspect-ratio policy');
  const clean = inputs.map((input) => (input?.shape[0] === 0 ? null : input));
  return foreign.emit('Resize', clean, rest, names);
};

const RULES: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    Clip: clip,
    Pad: pad,
    Softmax: softmax,
    LogSoftmax: softmax,
    Dropout: dropout,
    BatchNormalization: batchNormalization,
    Split: split,
    Resize: resize,
    Upsample: resize,
    ReduceSum: attributesToInputs('axes'),
    Squeeze: attributesToInputs('axes'),
    Unsqueeze: attributesToInputs('axes'),
    Slice: attributesToInputs('starts', 'ends', 'axes'),
  }),
);

function constantOf(foreign: ForeignNode): Tensor {
  const { attributes } = foreign.node;
  const [name, attribute] = Object.entries(attributes)[0] ?? ['nothing', undefined];
  if (attribute?.kind === 'tensor') return attribute.value;
  if (attribute?.kind === 'float' || attribute?.kind === 'int') {
    return scalar(attribute.value, attribute.kind === 'float' ? 'float32' : 'int64');
  }
  if (attribute?.kind === 'floats') return floats(attribute.value);
  if (attribute?.kind === 'ints') return ints(attribute.value);
  throw unsupported(foreign, `given as ${name}`);
}

function floats(values: readonly number[]): Tensor {
  return tensor('float32', [values.length], values);
}

function required(foreign: ForeignNode, index: number, what: string): number[] {
  const numbers = constantNumbers(foreign.graph, foreign.inputs[index]);
  if (!numbers) throw unsupported(foreign, `with ${what} that are not constant`);
  return numbers;
}

function unsupported(foreign: ForeignNode, how: string): AssayError {
  return new AssayError(
    'E_ONNX_UNSUPPORTED',
    `The model uses ${foreign.node.opType} ${how}, which Assay cannot take over. Export it another way.`,
  );
}
