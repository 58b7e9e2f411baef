// Whether a face fills a picture, as the built-in content file tells it.
import { readFileSync } from 'node:fs';
import { openFaceTest } from '../../dist/detect/face-test.js';
import { decodeImage } from '../../dist/index.js';

/** Opens a content file for files; `probability` of one is null where it could not be decoded. */
export async function openFileTest(path) {
  const test = await openFaceTest(readFileSync(path));
  return {
    ...test,
    probability: async (file) => {
      const image = await decodeImage(file).catch(() => null);
      return image && test.probability(image);
    },
  };
}
