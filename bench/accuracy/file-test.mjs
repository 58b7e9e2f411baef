// Whether a face fills a picture, as the built-in content file tells it.
import { readFileSync } from 'node:fs';
import { createSession, decodeImage, readContent, resizeLinear, runPictures } from '../../dist/index.js';

/** Opens a content file; `probability` of a picture's file is null where it could not be read. */
export async function openFaceTest(path) {
  const bytes = readFileSync(path);
  const { size, faceAtLeast } = readContent(bytes);
  const session = await createSession(bytes, { threads: 1 });
  return {
    faceAtLeast,
    probability: async (file) => {
      const image = await decodeImage(file).catch(() => null);
      if (image === null) return null;
      const outputs = await runPictures(session, [resizeLinear(image, size, size)]);
      return Number(outputs.face.data[0]);
    },
    close: () => session.release(),
  };
}
