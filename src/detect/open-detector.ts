import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { resizeLinear } from '../image/index.js';
import { readContent, runPictures } from '../model/index.js';
import { createSession } from '../runtime/index.js';
import type { BuiltInSet, DetectorPlace } from './built-in.js';
import type { DetectorSet, Judge } from './choose.js';
import { loadDetector, type DetectorOptions } from './detector.js';

/**
 * Opens what `resolveModel` found: one detector, or the built-in ones with the small network that chooses between
 * them. Throws as `loadDetector`.
 */
export async function openDetector(place: DetectorPlace, options: DetectorOptions = {}): Promise<Judge> {
  return typeof place === 'string' ? loadDetector(place, options) : openSet(place, options);
}

/** One session for each file; the content network sees all of a picture, made small. */
async function openSet(paths: BuiltInSet, options: DetectorOptions): Promise<DetectorSet> {
  const bytes = await readFile(paths.content).catch((cause: unknown) => {
    throw new AssayError('E_FILE_READ', `${quoteName(paths.content)} could not be read.`, { cause });
  });
  const { size, faceAtLeast } = readContent(bytes);
  const { threads = 1, engine } = options;
  const general = await loadDetector(paths.general, options);
  const faces = await loadDetector(paths.faces, options);
  const content = await createSession(bytes, { threads, ...(engine ? { engine } : {}) });
  const digests = [general.sha256, faces.sha256, createHash('sha256').update(bytes).digest('hex')];
  const set = createHash('sha256').update(digests.join(' ')).digest('hex');
  return {
    info: { ...general.info, name: `${general.info.name} or ${faces.info.name}, by content` },
    sha256: set,
    detectors: [general, faces],
    async choose(image) {
      const outputs = await runPictures(content, [resizeLinear(image, size, size)]);
      const face = Number(outputs['face']?.data[0]);
      if (!Number.isFinite(face))
        throw new AssayError('E_RUNTIME_RUN', 'The content network gave no finite number for a picture.');
      const isFace = face >= faceAtLeast;
      const reason = `a face ${isFace ? 'fills' : 'does not fill'} the picture (probability ${face.toFixed(2)})`;
      return { detector: isFace ? faces : general, chosen: { set, reason } };
    },
    close: async () => {
      await Promise.all([general.close(), faces.close(), content.release()]);
    },
  };
}
