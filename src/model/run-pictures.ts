import type { Tensor } from '../graph/index.js';
import { tensor } from '../graph/index.js';
import type { Image } from '../image/index.js';
import type { Session } from '../runtime/index.js';
import { IMAGE_INPUT } from './input-graph.js';

/**
 * Runs a model whose one input is `image`, uint8 [N, height, width, 3], on pictures of one size and gives its
 * outputs by name. Throws E_RUNTIME_INPUT, E_RUNTIME_RUN.
 */
export function runPictures(
  session: Session,
  pictures: readonly [Image, ...Image[]],
): Promise<Record<string, Tensor>> {
  const { width, height } = pictures[0];
  const area = width * height * 3;
  let data = pictures[0].data;
  if (pictures.length > 1) {
    data = new Uint8Array(pictures.length * area);
    pictures.forEach((picture, i) => {
      if (picture.width !== width || picture.height !== height) {
        throw new TypeError(
          `a batch of pictures of ${width} x ${height} and ${picture.width} x ${picture.height}`,
        );
      }
      data.set(picture.data, i * area);
    });
  }
  return session.run({ [IMAGE_INPUT]: tensor('uint8', [pictures.length, height, width, 3], data) });
}
