import { AssayError } from '../errors.js';
import {
  buildInference,
  layers,
  toModel,
  type Network,
  type OnnxModel,
  type Tensor,
  type Value,
} from '../graph/index.js';

/** A head's shape: hidden dense layers, what follows each, then a dense layer of two scores. */
export interface HeadOptions {
  /** Widths of the hidden dense layers, each with ReLU. */
  hidden: readonly number[];
  /** Dropout rate after each hidden layer (after its batch norm); 0 where the list ends early. */
  dropout: readonly number[];
  /** Batch normalisation after the first hidden layer. */
  batchNorm: boolean;
}

/** The published recipe: dense 512, ReLU, batch norm, dropout .3, dense 128, ReLU, dropout .1, dense 2. */
export const RECIPE_HEAD: HeadOptions = { hidden: [512, 128], dropout: [0.3, 0.1], batchNorm: true };

/**
 * The head over `features` [N, length]: scores [N, 2] before softmax, in the order fake, real. The same call
 * builds the training graph and the inference graph. Layers are named as Keras names them (`dense`,
 * `batch_normalization`, `dropout`, `dense_1`, …). Throws E_ARGUMENT, E_GRAPH_SHAPE.
 */
export function head(net: Network, features: Value, options: HeadOptions): Value {
  checkHead(options);
  let value = features;
  options.hidden.forEach((units, i) => {
    value = layers.relu(net, layers.dense(net, value, { name: numbered('dense', i), units }));
    if (i === 0 && options.batchNorm) value = layers.batchNorm(net, value, { name: 'batch_normalization' });
    const rate = options.dropout[i] ?? 0;
    if (rate > 0) value = layers.dropout(net, value, { name: numbered('dropout', i), rate });
  });
  return layers.dense(net, value, { name: numbered('dense', options.hidden.length), units: 2 });
}

/**
 * The trained head as a model from `features` [N, length] to `scores` [N, 2], as `composeDetector` takes it;
 * `values` are its parameters and running averages by name. Throws E_GRAPH_INVALID, E_GRAPH_SHAPE, E_ARGUMENT.
 */
export function headModel(
  values: Readonly<Record<string, Tensor>>,
  featureLength: number,
  options: HeadOptions,
): OnnxModel {
  const graph = buildInference({
    inputs: { features: { type: 'float32', shape: ['N', featureLength] } },
    network: (net, { features }) => ({ scores: head(net, features!, options) }),
    parameters: values,
    name: 'head',
  });
  return toModel(graph);
}

function checkHead({ hidden, dropout: rates }: HeadOptions): void {
  const width = hidden.find((units) => !Number.isInteger(units) || units < 1);
  if (width !== undefined) {
    throw new AssayError(
      'E_ARGUMENT',
      `A hidden layer of ${width} units was asked for; give whole numbers from 1.`,
    );
  }
  if (rates.length > hidden.length) {
    throw new AssayError(
      'E_ARGUMENT',
      `${rates.length} dropout rates were given for ${hidden.length} hidden layers; give at most one a layer.`,
    );
  }
}

/** Keras' names: `dense`, `dense_1`, `dense_2`. */
function numbered(stem: string, index: number): string {
  return index === 0 ? stem : `${stem}_${index}`;
}
