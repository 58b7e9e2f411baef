import { AssayError } from '../../errors.js';
import type { ConvNetwork, Layer, Padding, Pair, Pads } from './network.js';
import { NO_PADS } from './network.js';
import type { WeightTensor } from './weights.js';

/** The parts of a Keras layer that the converter reads (`model_config.config.layers[i]` of the topology). */
interface KerasLayer {
  name: string;
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes: [string, number, number, unknown][][];
}

/** The topology of a TensorFlow.js layers model. */
export interface LayersTopology {
  model_config: { config: { layers: KerasLayer[] } };
}

/**
 * Reads a Keras model in TensorFlow.js' layers format up to the layer named `output`.
 * Throws E_BACKBONE_SOURCE on a layer or setting it has no exact counterpart for.
 */
export function readLayersModel(
  topology: LayersTopology,
  weights: ReadonlyMap<string, WeightTensor>,
  output: string,
): ConvNetwork {
  const layers = new Map<string, Layer>();
  for (const keras of topology.model_config.config.layers) {
    const sources = (keras.inbound_nodes[0] ?? []).map(([source]) => source);
    const activation = keras.class_name === 'Activation' ? 'linear' : keras.config['activation'];
    const bare = activation === undefined || activation === 'linear';
    const name = bare ? keras.name : `${keras.name}/linear`;
    layers.set(name, readLayer(keras, sources, weights));
    if (!bare) layers.set(keras.name, readActivation(keras, String(activation), name));
    if (keras.name === output) return { layers, output };
  }
  throw new AssayError(
    'E_BACKBONE_SOURCE',
    `The model has no layer named "${output}". Install the package version that package.json names.`,
  );
}

function readLayer(keras: KerasLayer, sources: string[], weights: ReadonlyMap<string, WeightTensor>): Layer {
  const { name, config } = keras;
  const from = [sources[0] ?? ''] as const;
  const weight = (suffix: string): WeightTensor => {
    const found = weights.get(`${name}/${suffix}`);
    return found ?? unsupported(keras, `no weight "${suffix}"`);
  };
  switch (keras.class_name) {
    case 'InputLayer':
      return { kind: 'input', from: [] };
    case 'Conv2D':
    case 'DepthwiseConv2D': {
      const depthwise = keras.class_name === 'DepthwiseConv2D';
      if (depthwise && config['depth_multiplier'] !== 1) unsupported(keras, 'a depth multiplier');
      if ((config['dilation_rate'] as number[] | undefined)?.some((rate) => rate !== 1)) {
        unsupported(keras, 'dilation');
      }
      return {
        kind: 'convolution',
        from,
        weight: weight(depthwise ? 'depthwise_kernel' : 'kernel'),
        ...(config['use_bias'] ? { bias: weight('bias').data } : {}),
        depthwise,
        stride: config['strides'] as unknown as Pair,
        padding: padding(keras),
      };
    }
    case 'BatchNormalization':
      return { kind: 'affine', from, ...batchNormAffine(keras, weight) };
    case 'ReLU': {
      if (config['negative_slope'] || config['threshold']) unsupported(keras, 'a slope or threshold');
      return { kind: 'clip', from, min: 0, max: (config['max_value'] as number | null) ?? Infinity };
    }
    case 'Activation':
      return readActivation(keras, String(config['activation']), from[0]);
    case 'ZeroPadding2D': {
      const [[top, bottom], [left, right]] = config['padding'] as [Pair, Pair];
      return { kind: 'pad', from, pads: [top, left, bottom, right] };
    }
    case 'MaxPooling2D':
    case 'AveragePooling2D':
      return {
        kind: keras.class_name === 'MaxPooling2D' ? 'max-pool' : 'average-pool',
        from,
        size: config['pool_size'] as unknown as Pair,
        stride: config['strides'] as unknown as Pair,
        padding: padding(keras),
      };
    case 'Add':
      if (sources.length !== 2) unsupported(keras, `${sources.length} inputs`);
      return { kind: 'add', from: [sources[0]!, sources[1]!] };
    case 'Concatenate':
      if (config['axis'] !== 3 && config['axis'] !== -1) unsupported(keras, 'another axis than channels');
      return { kind: 'concatenate', from: sources };
    case 'Dropout':
      return { kind: 'identity', from };
    default:
      return unsupported(keras, 'this kind of layer');
  }
}

/** Batch norm at inference: gamma (x - mean) / sqrt(variance + epsilon) + beta. */
function batchNormAffine(
  keras: KerasLayer,
  weight: (suffix: string) => WeightTensor,
): { scale: Float32Array; offset: Float32Array } {
  const { config } = keras;
  if (config['axis'] !== 3 && config['axis'] !== -1) unsupported(keras, 'another axis than channels');
  const mean = weight('moving_mean').data;
  const variance = weight('moving_variance').data;
  const gamma = config['scale'] ? weight('gamma').data : undefined;
  const beta = config['center'] ? weight('beta').data : undefined;
  const epsilon = config['epsilon'] as number;
  const scale = mean.map((_, i) => (gamma?.[i] ?? 1) / Math.sqrt(variance[i]! + epsilon));
  const offset = mean.map(
    (m, i) => (beta?.[i] ?? 0) - (m * (gamma?.[i] ?? 1)) / Math.sqrt(variance[i]! + epsilon),
  );
  return { scale, offset };
}

function readActivation(keras: KerasLayer, activation: string, source: string): Layer {
  if (activation === 'linear') return { kind: 'identity', from: [source] };
  if (activation === 'relu') return { kind: 'clip', from: [source], min: 0, max: Infinity };
  return unsupported(keras, `activation "${activation}"`);
}

function padding(keras: KerasLayer): Padding {
  if (keras.config['data_format'] !== 'channels_last') unsupported(keras, 'channels first');
  const mode = keras.config['padding'];
  if (mode === 'same') return 'same';
  if (mode === 'valid') return NO_PADS satisfies Pads;
  return unsupported(keras, `padding "${String(mode)}"`);
}

function unsupported(keras: KerasLayer, what: string): never {
  throw new AssayError(
    'E_BACKBONE_SOURCE',
    `Layer "${keras.name}" (${keras.class_name}) has ${what}, which the converter does not know. Install the package version that package.json names.`,
  );
}
