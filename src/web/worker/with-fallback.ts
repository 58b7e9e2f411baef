import type { Detector } from '../../detect/detector.js';
import type { Image } from '../../image/image.js';

/** The largest difference of logits between two engines that are taken for equal. */
export const TOLERANCE = 1e-3;

/** Pictures that a detector's answers are compared on: soft slopes, and texture as fine as it gets. */
const PROBES: readonly [Image, Image] = [
  probe((x, y, channel) => 40 + x / 2 + (y * (channel + 1)) / 5),
  probe((x, y, channel) => (x * 37 + y * 101 + ((x * y) % 59) * 3 + channel * 71) % 256),
];

function probe(value: (x: number, y: number, channel: number) => number): Image {
  const side = 256;
  const data = Uint8Array.from({ length: 3 * side * side }, (_, i) => {
    const place = Math.floor(i / 3);
    return value(place % side, Math.floor(place / side), i % 3);
  });
  return { width: side, height: side, data };
}

/** Whether two detectors of the same file give the same logits, to TOLERANCE, one picture at a time and two at once. */
export async function agree(one: Detector, other: Detector): Promise<boolean> {
  for (const pictures of [PROBES.slice(0, 1), PROBES]) {
    const [here, there] = [await one.predict(pictures), await other.predict(pictures)];
    if (!here.every(({ logit }, i) => Math.abs(logit - there[i]!.logit) <= TOLERANCE)) return false;
  }
  return true;
}

/**
 * A detector that judges with `fast` for as long as that answers, and with `plain` from its first failure on (which
 * `onFallback` is told of): what failed is judged again, so that no reader sees it. `lost` resolves when `fast` never
 * will answer again.
 */
export function withFallback(
  fast: Detector,
  plain: Detector,
  lost: Promise<unknown>,
  onFallback: () => void,
): Detector {
  let isFast = true;
  const gone = lost.then(() => {
    throw new Error('The device is lost.');
  });
  gone.catch(() => undefined); // it may be lost while nothing is judged
  const either = async <Answer>(ask: (detector: Detector) => Promise<Answer>): Promise<Answer> => {
    if (isFast) {
      try {
        return await Promise.race([ask(fast), gone]);
      } catch {
        isFast = false;
        onFallback();
      }
    }
    return ask(plain);
  };
  return {
    info: plain.info,
    sha256: plain.sha256,
    predict: (images) => either((detector) => detector.predict(images)),
    predictViews: (views) => either((detector) => detector.predictViews(views)),
    tileLogits: (views) => either((detector) => detector.tileLogits(views)),
    close: async () => {
      await fast.close().catch(() => undefined);
      await plain.close();
    },
  };
}
