import { encodePng, type Image } from '../../image/index.js';
import { composeDetector, type DetectorParts } from '../../model/index.js';
import { tinyBackbone, tinyHead } from '../../model/testing/tiny.js';
import type { Random } from '../../random.js';

/** A detector's file that is quick to run: its logit is .04 · (mean red − mean green). */
export async function tinyDetectorFile(
  parts: Partial<DetectorParts> = {},
  weight = 0.02,
): Promise<Uint8Array> {
  const head = tinyHead(3, [weight, -weight, -weight, weight, 0, 0]);
  return composeDetector({ name: 'tiny', backbone: await tinyBackbone(8), head, ...parts });
}

/** A picture that the tiny detector gives this logit, to a tenth; `seed` makes it differ from others. */
export function pictureOfLogit(logit: number, seed = 0, side = 12): Image {
  const half = Math.max(-120, Math.min(120, Math.round(12.5 * logit)));
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    const texture = (i * (seed + 3) + seed) % 7;
    data.set([128 + half + texture, 128 - half + texture, (seed * 13 + i) % 256], 3 * i);
  }
  return { width: side, height: side, data };
}

/** Files of a labelled set whose logits are normal about +1 for fakes and −1 for reals. */
export async function tinyDataFiles(
  random: Random,
  { fakes, reals, folder = '' }: { fakes: number; reals: number; folder?: string },
): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < fakes + reals; i++) {
    const label = i < fakes ? 'fake' : 'real';
    const logit = (label === 'fake' ? 1 : -1) + 1.4 * random.normal();
    const name = `${folder}${label}/${['easy', 'hard'][i % 2]!}_${String(i).padStart(3, '0')}.png`;
    files[name] = await encodePng(pictureOfLogit(logit, i));
  }
  return files;
}
