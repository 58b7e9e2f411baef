import type { Detector } from '../../detect/detector.js';
import { explain as explainPicture } from '../../detect/explain/explain.js';
import type { Image } from '../../image/image.js';
import type { HeatMap, Progress } from './protocol.js';

/** About what an explanation takes; large pictures take more, and their progress waits at the end. */
const USUAL_PREDICTIONS = 101;

/** `explain` of the library, with its place as shares of the picture's sides, and telling how far it has come. */
export async function explain(
  detector: Detector,
  image: Image,
  onProgress: (progress: Progress) => void,
): Promise<HeatMap> {
  let done = 0;
  const count = (some: number): void => {
    done += some;
    onProgress({ done: Math.min(done, USUAL_PREDICTIONS), total: USUAL_PREDICTIONS });
  };
  const counting = {
    info: detector.info,
    predict: async (images: readonly Image[]) => {
      const predictions = await detector.predict(images);
      count(images.length);
      return predictions;
    },
    tileLogits: async (views: readonly Image[]) => {
      const logits = await detector.tileLogits(views);
      count(views.length);
      return logits;
    },
  };
  const { columns, rows, values, region } = await explainPicture(counting, image);
  const { width, height } = image;
  const view = {
    left: region.left / width,
    top: region.top / height,
    width: region.width / width,
    height: region.height / height,
  };
  return { columns, rows, values, view };
}
