import { createHash } from 'node:crypto';
import { writeModel } from '../graph/index.js';
import type { Image } from '../image/index.js';
import type { Backbone } from './backbone.js';
import { featureParts } from './feature-parts.js';
import { joinModels } from './join.js';
import { createSession } from '../runtime/index.js';
import { runPictures } from './run-pictures.js';

/** A frozen network as a function. */
export interface OpenFeatureExtractor {
  /** Changes whenever the features would: backbone bytes, view, normalisation, output. Hex SHA-256. */
  fingerprint: string;
  /** Side of the square view, pixels. */
  size: number;
  /** Features of a picture. */
  length: number;
  /** Pictures of one size (any; resized inside) to features [n, length], row-major. */
  extract(views: readonly Image[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Opens a backbone for feature extraction. `threads` is the engine's; sums depend on it in the last bit. */
export async function openFeatureExtractor(
  backbone: Backbone,
  options: { threads?: number } = {},
): Promise<OpenFeatureExtractor> {
  const bytes = writeModel(joinModels(featureParts(backbone), 'features'));
  const session = await createSession(bytes, { threads: options.threads ?? 1 });
  const { size, featureLength, sha256, input, output } = backbone;
  return {
    fingerprint: createHash('sha256').update(JSON.stringify({ sha256, size, input, output })).digest('hex'),
    size,
    length: featureLength,
    async extract(views) {
      const [first, ...rest] = views;
      if (!first) return new Float32Array(0);
      const { features } = await runPictures(session, [first, ...rest]);
      return features!.data as Float32Array;
    },
    close: () => session.release(),
  };
}
