import { blurGaussian, type Image } from '../../image/index.js';
import type { Detector, Prediction } from '../detector.js';
import type { Probe } from './explanation.js';
import { judgeMade } from './judge-made.js';

/** Cells of the grid along a side. */
export const OCCLUSION_CELLS = 12;
/** Cells that a patch covers along a side. */
const PATCH = 3;

/**
 * Blurs one patch of a view after the other away and gives how much the log-odds of fake fall (Zeiler and Fergus,
 * 2014, with blur for their grey, as in Fong and Vedaldi, 2017: colour stays, what is fine goes, and no edge of a
 * grey square is added). Patches overlap by two thirds.
 */
export async function occlude(
  detector: Pick<Detector, 'predict'>,
  view: Image,
): Promise<{ prediction: Prediction; probes: Probe[] }> {
  const [prediction] = (await detector.predict([view])) as [Prediction];
  const blurred = blurGaussian(view, Math.min(100, Math.max(2, view.width / 16)));
  const places = Array.from({ length: (OCCLUSION_CELLS - PATCH + 1) ** 2 }, (_, i) => ({
    column: i % (OCCLUSION_CELLS - PATCH + 1),
    row: Math.floor(i / (OCCLUSION_CELLS - PATCH + 1)),
  }));
  const logits = await judgeMade(detector, places, (place) => withPatch(view, blurred, place));
  const probes = places.map(({ column, row }, i) => ({
    left: column / OCCLUSION_CELLS,
    top: row / OCCLUSION_CELLS,
    right: (column + PATCH) / OCCLUSION_CELLS,
    bottom: (row + PATCH) / OCCLUSION_CELLS,
    value: prediction.logit - logits[i]!,
  }));
  return { prediction, probes };
}

/** The view with the blurred picture in one patch. */
function withPatch(view: Image, blurred: Image, { column, row }: { column: number; row: number }): Image {
  const { width, height } = view;
  const edge = (cell: number, side: number): number => Math.round((cell * side) / OCCLUSION_CELLS);
  const [left, right] = [edge(column, width), edge(column + PATCH, width)];
  const data = view.data.slice();
  for (let y = edge(row, height); y < edge(row + PATCH, height); y++) {
    const [from, to] = [(y * width + left) * 3, (y * width + right) * 3];
    data.set(blurred.data.subarray(from, to), from);
  }
  return { width, height, data };
}
