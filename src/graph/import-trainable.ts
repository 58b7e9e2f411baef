import { AssayError } from '../errors.js';
import { numberAttribute } from './attributes.js';
import { inlineModel, type ImportOptions } from './import.js';
import { batchNormWith } from './layers/batch-norm.js';
import type { OnnxModel, OnnxNode } from './model.js';
import { fromTensor } from './network/initialisers.js';
import { parameter, statistic, type Network } from './network/network.js';
import type { Tensor, Value } from './types.js';
import { weightedNodes, withConstantsAsWeights, type WeightedNode } from './weights.js';

/** How a model becomes trainable layers. */
export interface TrainableImportOptions extends ImportOptions {
  /**
   * The first node that trains, with every later one in file order: by the name of the node or of its
   * output, by its place among `weightedNodes` (negative from the end), all or none. Default all.
   */
  trainableFrom?: 'all' | 'none' | string | number;
  /**
   * Batch normalisation that the file has unfolded, among the nodes that train: `frozen` leaves scale,
   * shift and statistics as they are (Keras `trainable = False`, the usual choice for small data), `affine`
   * trains scale and shift, `train` also normalises by the batch and moves the statistics along.
   */
  batchNorm?: 'frozen' | 'affine' | 'train';
  /** Share of the old statistics kept at each step where batch normalisation trains; the file's by default. */
  momentum?: number;
}

/**
 * Inlines a model whose weights train: each becomes a parameter `prefix + name` that starts at the file's
 * values (in inference, at the values given for it). What does not train stays constant, which runs faster.
 * Folded batch normalisation stays folded. Throws as `importModel`; E_ARGUMENT when `trainableFrom` names
 * no node; E_ONNX_UNSUPPORTED when a weight to be trained is not float32.
 */
export function importTrainable(
  net: Network,
  given: OnnxModel,
  options: TrainableImportOptions,
): Record<string, Value> {
  const { batchNorm = 'frozen', prefix } = options;
  const model = withConstantsAsWeights(given);
  const from = firstTrained(model, options.trainableFrom ?? 'all');
  const frozenNorm = (node: { opType: string }): boolean =>
    node.opType === 'BatchNormalization' && batchNorm === 'frozen';
  const trained = weightedNodes(model).filter((node) => node.at >= from && !frozenNorm(node));
  const names = new Set(trained.flatMap((node) => node.weights));
  const byBatch = new Set(
    batchNorm === 'train'
      ? trained.filter((node) => node.opType === 'BatchNormalization').map((node) => model.nodes[node.at]!)
      : [],
  );
  return inlineModel(net.graph, model, options, {
    weights: (name, tensor) => (names.has(name) ? declareParameter(net, prefix + name, tensor) : undefined),
    node: (node, lookUp) => {
      if (!byBatch.has(node)) return undefined;
      return [normaliseByBatch(net, model, node, lookUp, options)];
    },
  });
}

function declareParameter(net: Network, name: string, tensor: Tensor): Value {
  if (tensor.type !== 'float32') {
    throw new AssayError(
      'E_ONNX_UNSUPPORTED',
      `The weights "${name}" are ${tensor.type}; only float32 ones train. Export the model in float32.`,
    );
  }
  return parameter(net, name, tensor.dims, { initialise: fromTensor(tensor) });
}

function normaliseByBatch(
  net: Network,
  model: OnnxModel,
  node: OnnxNode,
  lookUp: (name: string) => Value,
  { prefix, momentum }: TrainableImportOptions,
): Value {
  const [x, gamma, beta, mean, variance] = node.inputs as [string, string, string, string, string];
  const declare = (name: string) => {
    const tensor = model.initializers.get(name);
    if (!tensor) {
      throw new AssayError(
        'E_ONNX_UNSUPPORTED',
        `The statistics "${name}" of a batch normalisation are computed, not stored. Import it frozen.`,
      );
    }
    return statistic(net, prefix + name, tensor.dims, { initialise: fromTensor(tensor) });
  };
  return batchNormWith(
    net,
    lookUp(x),
    { gamma: lookUp(gamma), beta: lookUp(beta), mean: declare(mean), variance: declare(variance) },
    {
      momentum: momentum ?? numberAttribute(node.attributes, 'momentum', 0.9),
      epsilon: numberAttribute(node.attributes, 'epsilon', 1e-5),
      frozen: false,
    },
  );
}

/** The place among all nodes from which weights train. */
function firstTrained(model: OnnxModel, from: string | number): number {
  if (from === 'all') return 0;
  if (from === 'none') return Infinity;
  const weighted = weightedNodes(model);
  const at =
    typeof from === 'number'
      ? weighted.at(from)?.at
      : model.nodes.findIndex((node) => node.name === from || node.outputs.includes(from));
  if (at === undefined || at < 0) {
    throw new AssayError(
      'E_ARGUMENT',
      `The model has no node ${JSON.stringify(from)} to train from. Those with weights: ${listed(weighted)}.`,
    );
  }
  return at;
}

function listed(nodes: readonly WeightedNode[]): string {
  const names = nodes.map((node) => node.name);
  return names.length <= 12
    ? names.join(', ')
    : `${names.slice(0, 6).join(', ')} … ${names.slice(-6).join(', ')} (${names.length} in all)`;
}
