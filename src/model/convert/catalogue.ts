import type { SourcePlace } from './sources.js';

/** What is needed to build one backbone, and what to tell its users about it. */
export interface BackboneRecipe {
  name: string;
  title: string;
  place: SourcePlace;
  form: 'layers' | 'graph';
  /** The layer whose picture-shaped output is averaged over its area into the features. */
  tap: string;
  /** The factor that takes pixels of 0..1 to what the network's first layer reads. */
  inputScale: number;
  featureLength: number;
  /** Side of the square the weights were trained at. */
  size: number;
  /** Smallest side at which every layer still has something to look at. */
  minimumSize: number;
  /** What the weights have seen, as far as can be known. */
  pretraining: string;
}

function nsfwjs(model: string, shards: number): SourcePlace {
  const parts = Array.from({ length: shards }, (_, i) => `group1-shard${i + 1}of${shards}`);
  return {
    package: 'nsfwjs',
    files: ['model', ...parts].map((part) => `dist/models/${model}/${part}.min.js`),
    form: 'script',
  };
}

/** Where the last convolution of TF-Hub's MobileNet v2 lies in the graph that nsfwjs ships. */
const HUB = `${'StatefulPartitionedCall/sequential/keras_layer'}${'/StatefulPartitionedCall'.repeat(3)}/predict/MobilenetV2`;

/** The backbones that `npm run build` makes. */
export const RECIPES: readonly BackboneRecipe[] = [
  {
    name: 'mobilenet-v2',
    title: 'MobileNet v2 1.0',
    place: nsfwjs('mobilenet_v2', 1),
    form: 'layers',
    tap: 'out_relu',
    inputScale: 1,
    featureLength: 1280,
    size: 224,
    minimumSize: 32,
    pretraining:
      'ImageNet (Keras), then tuned by nsfwjs on five categories of safe and not-safe-for-work pictures: ' +
      'layers from block_11_expand on were left trainable, those before it are marked frozen in the file. ' +
      'Stored as 8-bit integers.',
  },
  {
    name: 'mobilenet-v2-1.4',
    title: 'MobileNet v2 1.4',
    place: nsfwjs('mobilenet_v2_mid', 2),
    form: 'graph',
    tap: `${HUB}/Conv_1/Relu6`,
    inputScale: 1,
    featureLength: 1792,
    size: 224,
    minimumSize: 32,
    pretraining:
      'ImageNet (the TensorFlow Hub feature vector), then tuned by nsfwjs on five categories of safe and ' +
      'not-safe-for-work pictures; which layers moved is not recorded in the file. Stored as 8-bit integers.',
  },
  {
    name: 'inception-v3',
    title: 'Inception v3',
    place: nsfwjs('inception_v3', 6),
    form: 'layers',
    tap: 'mixed10',
    inputScale: 1,
    featureLength: 2048,
    size: 299,
    minimumSize: 75,
    pretraining:
      'ImageNet (Keras), then tuned by nsfwjs on five categories of safe and not-safe-for-work pictures: ' +
      'layers from conv2d_56 on were left trainable, those before it are marked frozen in the file. ' +
      'Stored as 8-bit integers.',
  },
  {
    name: 'mobilenet-v1',
    title: 'MobileNet v1 1.0 (FaceRes)',
    place: {
      package: '@vladmandic/human',
      files: ['models/faceres.json', 'models/faceres.bin'],
      form: 'plain',
    },
    form: 'graph',
    tap: 'conv_pw_13_relu/clip_by_value',
    inputScale: 255,
    featureLength: 1024,
    size: 224,
    minimumSize: 32,
    pretraining:
      'Faces: HSE FaceRes, whose authors state a MobileNet trained to identify the people of VGGFace2 and ' +
      'kept frozen while its age and gender outputs were trained. Stored as 16-bit floats.',
  },
];
