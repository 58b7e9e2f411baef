import {
  addInput,
  createGraph,
  createNetwork,
  sizeOf,
  type LayerRecord,
  type Network,
  type OnnxModel,
} from '../graph/index.js';
import type { LayerSummary, ModelSummary } from '../report/types.js';
import { head, type HeadOptions } from './head.js';
import { isTrunkParameter, type Trunk } from './trunk.js';

/** A frozen part of a model, shown as one line. */
export interface FrozenPart {
  name: string;
  /** Its kind, for the reader: 'MobileNet v2 1.0'. */
  type: string;
  outputShape: (number | null)[];
  parameters: number;
}

/** A backbone, or another model, as a frozen part: its weights are its float constants of rank 1 and up. */
export function frozenPart(
  name: string,
  type: string,
  model: Pick<OnnxModel, 'initializers'>,
  featureLength: number,
): FrozenPart {
  const weights = [...model.initializers.values()].filter(
    (tensor) => tensor.dims.length > 0 && (tensor.type === 'float32' || tensor.type === 'float16'),
  );
  const parameters = weights.reduce((sum, tensor) => sum + sizeOf(tensor.dims), 0);
  return { name, type, outputShape: [null, featureLength], parameters };
}

/**
 * Layers, output shapes and parameters of a frozen backbone with a head on it, counted as Keras counts them:
 * a batch norm's running averages are parameters that do not train.
 */
export function summariseHead(name: string, frozen: FrozenPart, options: HeadOptions): ModelSummary {
  const graph = createGraph();
  const length = frozen.outputShape.at(-1) ?? 0;
  const net = createNetwork(graph, { mode: 'train' });
  head(net, addInput(graph, 'features', 'float32', ['N', length]), options);
  return summariseNetwork(name, net, [frozen]);
}

/** Layers of a trunk with a head on it, as a training step at this view has them. */
export function summariseTrunk(name: string, trunk: Trunk, options: HeadOptions): ModelSummary {
  const { size, input } = trunk;
  const graph = createGraph();
  const net = createNetwork(graph, { mode: 'train' });
  const shape = input.layout === 'nchw' ? ['N', 3, size, size] : ['N', size, size, 3];
  const features = trunk.build(net, addInput(graph, 'pixels', 'float32', shape));
  const trained = total(net.parameters.filter((parameter) => isTrunkParameter(parameter.name)));
  head(net, features, options);
  if (trunk.fileParameters === 0) return summariseNetwork(name, net);
  // A backbone is one line: its layers are its file's, and most readers want the head's.
  const outputShape = [null, trunk.featureLength];
  const frozen = {
    name: trunk.name,
    type: 'Backbone',
    outputShape,
    parameters: trunk.fileParameters - trained,
  };
  const summary = summariseNetwork(name, net, [frozen]);
  const [first, ...rest] = summary.layers;
  return {
    ...summary,
    layers: [{ ...first!, parameters: trunk.fileParameters, trainable: trained > 0 }, ...rest],
  };
}

/** Frozen parts alone. */
export function summariseParts(name: string, parts: readonly FrozenPart[]): ModelSummary {
  return summariseNetwork(name, createNetwork(createGraph(), { mode: 'train' }), parts);
}

/** Layers of a network as it stands, after its frozen parts. */
export function summariseNetwork(
  name: string,
  net: Network,
  frozen: readonly FrozenPart[] = [],
): ModelSummary {
  const trainable = total(net.parameters.filter((parameter) => parameter.trainable));
  const own = total(net.parameters) + total(net.statistics);
  const all = own + frozen.reduce((sum, part) => sum + part.parameters, 0);
  return {
    name,
    layers: [
      ...frozen.map((part): LayerSummary => ({ ...part, trainable: false })),
      ...net.layers.map((layer) => summariseLayer(net, layer)),
    ],
    totals: { total: all, trainable, nonTrainable: all - trainable, bytes: 4 * all },
  };
}

function summariseLayer(net: Network, { name, kind, shape }: LayerRecord): LayerSummary {
  const own = <T extends { name: string }>(items: readonly T[]): T[] =>
    items.filter((item) => item.name.startsWith(`${name}/`));
  const parameters = own(net.parameters);
  return {
    name,
    type: kind,
    outputShape: shape.map((dim) => (typeof dim === 'number' ? dim : null)),
    parameters: total(parameters) + total(own(net.statistics)),
    trainable: parameters.some((parameter) => parameter.trainable),
  };
}

function total(tensors: readonly { shape: readonly number[] }[]): number {
  return tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
