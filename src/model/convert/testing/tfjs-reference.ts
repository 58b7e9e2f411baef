import * as tf from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-wasm';
import type { BackboneRecipe } from '../catalogue.js';
import { readSource } from '../sources.js';

/** An own copy of JSON-like data, so that edits for one size do not reach the next. */
function copy<T>(value: T): T {
  return structuredClone(value);
}

/**
 * The features TensorFlow.js itself gives for pixels [N,height,width,3] of 0..1: the package's own topology and
 * weights, cut at the recipe's tap, averaged over the area. Keras' MobileNet is built for one picture size; for
 * another the paddings are set as Keras' `correct_pad` sets them (1,1 before an odd size, 0,1 before an even).
 */
export async function tfjsFeatures(
  recipe: BackboneRecipe,
  pixels: Float32Array,
  shape: readonly [number, number, number, 3],
): Promise<Float32Array> {
  await tf.setBackend('wasm');
  await tf.ready();
  const source = await readSource(recipe.place);
  const artifacts = {
    format: recipe.form === 'layers' ? 'layers-model' : 'graph-model',
    weightSpecs: source.manifest.flatMap((group) => group.weights) as tf.io.WeightsManifestEntry[],
    weightData: Uint8Array.from(Buffer.concat(source.weights)).buffer,
  };
  const run =
    recipe.form === 'layers'
      ? await layersModel(recipe, source.topology, artifacts, shape)
      : await graphModel(recipe, source.topology, artifacts, shape);
  const result = tf.tidy(() => {
    const input = tf.tensor4d(pixels, [...shape]);
    return tf.mean(run(recipe.inputScale === 1 ? input : tf.mul(input, recipe.inputScale)), [1, 2]);
  });
  const features = (await result.data()) as Float32Array;
  result.dispose();
  return features;
}

interface KerasTopology {
  model_config: {
    config: {
      layers: {
        name: string;
        class_name: string;
        config: Record<string, unknown>;
        inbound_nodes: [string][][];
      }[];
      output_layers: unknown;
    };
  };
}

async function layersModel(
  recipe: BackboneRecipe,
  topology: unknown,
  artifacts: Omit<tf.io.ModelArtifacts, 'modelTopology'>,
  [, height, width]: readonly [number, number, number, 3],
): Promise<(input: tf.Tensor) => tf.Tensor> {
  const keras = copy(topology) as KerasTopology;
  const { config } = keras.model_config;
  config.layers.length = config.layers.findIndex((layer) => layer.name === recipe.tap) + 1;
  config.output_layers = [[recipe.tap, 0, 0]];
  let size = [height, width] as const;
  for (const layer of config.layers) {
    if (layer.class_name === 'InputLayer') layer.config['batch_input_shape'] = [null, height, width, 3];
    if (layer.class_name !== 'ZeroPadding2D') continue;
    // In Keras' MobileNet v2 every halving is a padding followed by a 3x3 convolution of stride 2.
    layer.config['padding'] = size.map((side) => [side % 2, 1]);
    size = [Math.ceil(size[0] / 2), Math.ceil(size[1] / 2)];
  }
  const model = await loadLayersModel(
    {
      load: () =>
        Promise.resolve({
          ...artifacts,
          modelTopology: keras as unknown as tf.io.ModelJSON['modelTopology'],
        }),
    },
    { strict: false },
  );
  return (input) => model.predict(input) as tf.Tensor;
}

async function graphModel(
  recipe: BackboneRecipe,
  topology: unknown,
  artifacts: Omit<tf.io.ModelArtifacts, 'modelTopology'>,
  [, height, width]: readonly [number, number, number, 3],
): Promise<(input: tf.Tensor) => tf.Tensor> {
  const graph = copy(topology) as { node: { op: string; attr: Record<string, unknown> }[] };
  const placeholder = graph.node.find((node) => node.op === 'Placeholder')!;
  placeholder.attr['shape'] = {
    shape: { dim: [-1, height, width, 3].map((size) => ({ size: String(size) })) },
  };
  const model = await loadGraphModel({
    load: () =>
      Promise.resolve({ ...artifacts, modelTopology: graph as unknown as tf.io.ModelJSON['modelTopology'] }),
  });
  return (input) => model.execute(input, recipe.tap) as tf.Tensor;
}
