import type { OnnxModel, OnnxNode } from './model.js';

/** A node of a model that carries weights worth training. */
export interface WeightedNode {
  /** The node's name, or its output's where it has none. */
  readonly name: string;
  readonly opType: string;
  readonly output: string;
  /** Names of its weights in the model. */
  readonly weights: readonly string[];
  /** The number of those weights. */
  readonly size: number;
  /** Its place among all nodes. */
  readonly at: number;
}

/** Which inputs of an operator are weights, where they are constant. */
const WEIGHT_INPUTS: ReadonlyMap<string, readonly number[]> = new Map([
  ['Conv', [1, 2]],
  ['ConvTranspose', [1, 2]],
  ['Gemm', [1, 2]],
  ['MatMul', [0, 1]],
  ['BatchNormalization', [1, 2]],
  ['InstanceNormalization', [1, 2]],
  ['LayerNormalization', [1, 2]],
  ['PRelu', [1]],
]);

/**
 * The nodes of a model that carry weights, in file order: convolutions, products, normalisations, and the
 * biases added to a product. Other constants (means, scales, shapes) are not weights.
 */
export function weightedNodes(model: OnnxModel): WeightedNode[] {
  const maker = new Map(model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  return model.nodes.flatMap((node, at) => {
    const weights = weightsOf(model, node, maker);
    if (weights.length === 0) return [];
    const output = node.outputs[0] ?? '';
    const size = weights.reduce((sum, name) => sum + model.initializers.get(name)!.data.length, 0);
    return [{ name: node.name || output, opType: node.opType, output, weights, size, at }];
  });
}

function weightsOf(model: OnnxModel, node: OnnxNode, maker: ReadonlyMap<string, OnnxNode>): string[] {
  const floats = (name: string | undefined): boolean => {
    const tensor = name === undefined ? undefined : model.initializers.get(name);
    return tensor !== undefined && tensor.type.startsWith('float') && tensor.dims.length > 0;
  };
  if (node.domain === '' && node.opType === 'Add') {
    const afterProduct = node.inputs.some((name) => maker.get(name)?.opType === 'MatMul');
    return afterProduct ? node.inputs.filter(floats) : [];
  }
  const places = node.domain === '' ? (WEIGHT_INPUTS.get(node.opType) ?? []) : [];
  return places.map((place) => node.inputs[place]!).filter(floats);
}

/** The same model with the tensors of Constant nodes among its weights, as most exporters keep them. */
export function withConstantsAsWeights(model: OnnxModel): OnnxModel {
  const initializers = new Map(model.initializers);
  const nodes = model.nodes.filter((node) => {
    const value = node.attributes['value'];
    if (node.opType !== 'Constant' || value?.kind !== 'tensor') return true;
    initializers.set(node.outputs[0] ?? '', value.value);
    return false;
  });
  return { ...model, nodes, initializers };
}
