import { createHash } from 'node:crypto';
import { writeModel } from '../graph/index.js';
import type { Image } from '../image/index.js';
import type { Backbone } from './backbone.js';
import { featureParts } from './feature-parts.js';
import { joinModels } from './join.js';
import { createSession } from '../runtime/index.js';
import { runPictures } from './run-pictures.js';

/** A frozen network from square views to features. Can be sent to a worker. */
export interface FeatureModel {
  /** An ONNX model from `image`, uint8 [N, size, size, 3], to `features`, float32 [N, length]. */
  bytes: Uint8Array;
  /** Changes whenever the features would: backbone bytes, view, normalisation, output. Hex SHA-256. */
  fingerprint: string;
  /** Side of the square view, pixels. */
  size: number;
  /** Features of a picture. */
  length: number;
}

/** A frozen network as a function. */
export interface FeatureExtractor extends Omit<FeatureModel, 'bytes'> {
  /** Views [n, size, size, 3] to features [n, length], row-major. */
  extract(views: readonly Image[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** The model that takes a backbone's features of views already resized, which saves doing it again in the graph. */
export function featureModel(backbone: Backbone): FeatureModel {
  const { size, featureLength, sha256, input, output } = backbone;
  return {
    bytes: writeModel(joinModels(featureParts({ ...backbone, given: 'squares' }), 'features')),
    fingerprint: createHash('sha256').update(JSON.stringify({ sha256, size, input, output })).digest('hex'),
    size,
    length: featureLength,
  };
}

/** Opens a model for feature extraction. `threads` is the engine's (default 1); sums depend on it in the last bit. */
export async function openFeatureExtractor(
  { bytes, ...facts }: FeatureModel,
  options: { threads?: number } = {},
): Promise<FeatureExtractor> {
  const session = await createSession(bytes, { threads: options.threads ?? 1 });
  return {
    ...facts,
    async extract(views) {
      const [first, ...rest] = views;
      if (!first) return new Float32Array(0);
      const { features } = await runPictures(session, [first, ...rest]);
      return features!.data as Float32Array;
    },
    close: () => session.release(),
  };
}
