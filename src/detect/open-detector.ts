import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import type { BuiltInSet, DetectorPlace } from './built-in.js';
import type { DetectorSet, Judge } from './choose.js';
import { loadDetector, type DetectorOptions } from './detector.js';
import { openFaceTest } from './face-test.js';

/**
 * Opens what `resolveModel` found: one detector, or the built-in ones with the small network that chooses between
 * them. Throws as `loadDetector`.
 */
export async function openDetector(place: DetectorPlace, options: DetectorOptions = {}): Promise<Judge> {
  return typeof place === 'string' ? loadDetector(place, options) : openSet(place, options);
}

/** One session for each file. */
async function openSet(paths: BuiltInSet, options: DetectorOptions): Promise<DetectorSet> {
  const bytes = await readFile(paths.content).catch((cause: unknown) => {
    throw new AssayError('E_FILE_READ', `${quoteName(paths.content)} could not be read.`, { cause });
  });
  const content = await openFaceTest(bytes, options);
  const general = await loadDetector(paths.general, options);
  const faces = await loadDetector(paths.faces, options);
  const digests = [general.sha256, faces.sha256, createHash('sha256').update(bytes).digest('hex')];
  const set = createHash('sha256').update(digests.join(' ')).digest('hex');
  return {
    info: { ...general.info, name: `${general.info.name} or ${faces.info.name}, by content` },
    sha256: set,
    detectors: [general, faces],
    async choose(image) {
      const face = await content.probability(image);
      const isFace = face >= content.faceAtLeast;
      const reason = `a face ${isFace ? 'fills' : 'does not fill'} the picture (probability ${face.toFixed(2)})`;
      return { detector: isFace ? faces : general, chosen: { set, reason } };
    },
    close: async () => {
      await Promise.all([general.close(), faces.close(), content.close()]);
    },
  };
}
