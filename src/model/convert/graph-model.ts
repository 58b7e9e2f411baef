import { Buffer } from 'node:buffer';
import { AssayError } from '../../errors.js';
import type { ConvNetwork, Layer, Padding, Pair } from './network.js';
import { NO_PADS } from './network.js';
import type { WeightTensor } from './weights.js';

/** One node of a TensorFlow graph as TensorFlow.js writes it; strings in `attr` are base64. */
interface TfNode {
  name: string;
  op: string;
  input?: string[];
  attr?: Record<string, TfAttribute>;
}

interface TfAttribute {
  s?: string;
  list?: { i?: (string | number)[]; s?: string[] };
}

/** The topology of a TensorFlow.js graph model. */
export interface GraphTopology {
  node: TfNode[];
}

/**
 * Reads a TensorFlow graph in TensorFlow.js' graph format up to the node named `output`.
 * Throws E_BACKBONE_SOURCE on an operator or setting it has no exact counterpart for.
 */
export function readGraphModel(
  topology: GraphTopology,
  weights: ReadonlyMap<string, WeightTensor>,
  output: string,
): ConvNetwork {
  const layers = new Map<string, Layer>();
  for (const node of topology.node) {
    if (node.op === 'Const') continue;
    addNode(layers, node, weights);
    if (node.name === output) return { layers, output };
  }
  throw new AssayError(
    'E_BACKBONE_SOURCE',
    `The graph has no node named "${output}". Install the package version that package.json names.`,
  );
}

function addNode(layers: Map<string, Layer>, node: TfNode, weights: ReadonlyMap<string, WeightTensor>): void {
  const inputs = (node.input ?? [])
    .filter((name) => !name.startsWith('^'))
    .map((name) => name.split(':')[0]!);
  const constant = (index: number): WeightTensor | undefined => weights.get(inputs[index] ?? '');
  const variable = inputs.find((name) => !weights.has(name)) ?? '';
  const from = [variable] as const;

  switch (node.op) {
    case 'Placeholder':
      layers.set(node.name, { kind: 'input', from: [] });
      return;
    case 'Conv2D':
    case 'DepthwiseConv2dNative':
    case '_FusedConv2D':
    case 'FusedDepthwiseConv2dNative':
      addConvolution(layers, node, variable, constant);
      return;
    case 'Relu':
      layers.set(node.name, { kind: 'clip', from, min: 0, max: Infinity });
      return;
    case 'Relu6':
      layers.set(node.name, { kind: 'clip', from, min: 0, max: 6 });
      return;
    case 'Identity':
      layers.set(node.name, { kind: 'identity', from });
      return;
  }
  // Two-operand operators: between two pictures, or between a picture and a constant per channel.
  const operand = constant(0) ?? constant(1);
  if (operand === undefined) {
    if (node.op !== 'Add' && node.op !== 'AddV2') unsupported(node, 'this operator');
    layers.set(node.name, { kind: 'add', from: [inputs[0]!, inputs[1]!] });
    return;
  }
  const value = operand.data;
  const zeros = new Float32Array(value.length);
  const ones = zeros.map(() => 1);
  switch (node.op) {
    case 'Mul':
      layers.set(node.name, { kind: 'affine', from, scale: value, offset: zeros });
      return;
    case 'Add':
    case 'AddV2':
      layers.set(node.name, { kind: 'affine', from, scale: ones, offset: value });
      return;
    case 'Sub':
      if (constant(1) === undefined) unsupported(node, 'a constant minus a picture');
      layers.set(node.name, { kind: 'affine', from, scale: ones, offset: value.map((v) => -v) });
      return;
    case 'Minimum':
    case 'Maximum':
      if (value.length !== 1) unsupported(node, 'a bound per channel');
      layers.set(
        node.name,
        node.op === 'Minimum'
          ? { kind: 'clip', from, min: -Infinity, max: value[0]! }
          : { kind: 'clip', from, min: value[0]!, max: Infinity },
      );
      return;
    default:
      unsupported(node, 'this operator');
  }
}

function addConvolution(
  layers: Map<string, Layer>,
  node: TfNode,
  source: string,
  constant: (index: number) => WeightTensor | undefined,
): void {
  const fused = (node.attr?.['fused_ops']?.list?.s ?? []).map(text);
  const plain = fused.filter((op) => op !== 'BiasAdd');
  const activation = plain[0];
  if (plain.length > 1 || (activation && activation !== 'Relu' && activation !== 'Relu6')) {
    unsupported(node, `fused ${plain.join(', ')}`);
  }
  const numbers = (key: string): number[] => (node.attr?.[key]?.list?.i ?? []).map(Number);
  if (text(node.attr?.['data_format']?.s ?? 'TkhXQw==') !== 'NHWC') unsupported(node, 'channels first');
  if (numbers('dilations').some((rate) => rate !== 1)) unsupported(node, 'dilation');
  const [, height = 1, width = 1] = numbers('strides');
  const weight = constant(1) ?? unsupported(node, 'a kernel that is no constant');
  const bias = fused.includes('BiasAdd') ? constant(2)?.data : undefined;
  const name = activation ? `${node.name}/linear` : node.name;
  layers.set(name, {
    kind: 'convolution',
    from: [source],
    weight,
    ...(bias ? { bias } : {}),
    depthwise: node.op.includes('Depthwise'),
    stride: [height, width] satisfies Pair,
    padding: padding(node),
  });
  if (activation) {
    layers.set(node.name, { kind: 'clip', from: [name], min: 0, max: activation === 'Relu6' ? 6 : Infinity });
  }
}

function padding(node: TfNode): Padding {
  const mode = text(node.attr?.['padding']?.s ?? '');
  if (mode === 'SAME') return 'same';
  if (mode === 'VALID') return NO_PADS;
  return unsupported(node, `padding "${mode}"`);
}

function text(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}

function unsupported(node: TfNode, what: string): never {
  throw new AssayError(
    'E_BACKBONE_SOURCE',
    `Node "${node.name}" (${node.op}) has ${what}, which the converter does not know. Install the package version that package.json names.`,
  );
}
