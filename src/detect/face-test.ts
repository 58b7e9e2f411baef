import { AssayError } from '../errors.js';
import { type Image, resizeLinear } from '../image/index.js';
import { readContent, runPictures } from '../model/index.js';
import { createSession } from '../runtime/index.js';
import type { DetectorOptions } from './detector.js';

/** An opened content file. */
export interface FaceTest {
  /** A face fills the picture where the probability is at least this, 0..1. */
  faceAtLeast: number;
  /** The probability that a face fills a picture. Throws E_RUNTIME_RUN. */
  probability(image: Image): Promise<number>;
  close(): Promise<void>;
}

/** Opens a content file, which sees all of a picture, made small. Throws E_DETECTOR_INVALID, E_RUNTIME_*. */
export async function openFaceTest(
  bytes: Uint8Array,
  { threads = 1, engine }: Pick<DetectorOptions, 'threads' | 'engine'> = {},
): Promise<FaceTest> {
  const { size, faceAtLeast } = readContent(bytes);
  const session = await createSession(bytes, { threads, ...(engine ? { engine } : {}) });
  return {
    faceAtLeast,
    probability: async (image) => {
      const outputs = await runPictures(session, [resizeLinear(image, size, size)]);
      const face = Number(outputs['face']?.data[0]);
      if (!Number.isFinite(face))
        throw new AssayError('E_RUNTIME_RUN', 'The content network gave no finite number for a picture.');
      return face;
    },
    close: () => session.release(),
  };
}
