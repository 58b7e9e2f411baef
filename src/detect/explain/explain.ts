import { nativePixels, type Image, type Rectangle } from '../../image/index.js';
import type { Detector } from '../detector.js';
import { viewOf } from '../view.js';
import { cropStarts, judgeCrops, judgeTiles } from './crops.js';
import { toGrid, type Explanation, type Probe } from './explanation.js';
import { OCCLUSION_CELLS, occlude } from './occlusion.js';

/**
 * Shows what a detector reacts to in a picture: for one that looks at native pixels, alone or beside all of the picture, what it says of every place of
 * a picture that is larger than its square; else how its answer changes when a part is blurred away. It does not
 * show where a picture was changed: a detector can be right for a wrong reason, and all of a generated picture is
 * generated. About a hundred predictions. Throws E_RUNTIME_RUN.
 */
export async function explain(
  detector: Pick<Detector, 'predict' | 'info'> & Partial<Pick<Detector, 'tileLogits'>>,
  image: Image,
): Promise<Explanation> {
  const { view } = detector.info;
  const { kind, size } = view;
  const { tileLogits } = detector;
  if ('tiles' in view && tileLogits) {
    const [prediction] = await detector.predict([image]);
    const pixels = view.kind === 'mixed' ? nativePixels(image) : image;
    const probes = await judgeTiles({ tileLogits }, pixels, view);
    const map = ofCrops(pixels, probes, { size, seen: wholeOf(image), prediction: prediction! });
    return { ...map, region: wholeOf(image) };
  }
  const seen = kind === 'crop' ? middleSquare(image, size) : wholeOf(image);
  if (kind === 'crop' && seen.width === size && (image.width > size || image.height > size)) {
    const [prediction] = await detector.predict([image]);
    const probes = await judgeCrops(detector, image, size);
    return ofCrops(image, probes, { size, seen, prediction: prediction! });
  }
  const { prediction, probes } = await occlude(detector, viewOf(detector.info, image));
  const values = toGrid(probes, OCCLUSION_CELLS, OCCLUSION_CELLS);
  const grid = { columns: OCCLUSION_CELLS, rows: OCCLUSION_CELLS, values, region: seen };
  return { method: 'occlusion', ...grid, seen, prediction, probes: probes.length + 1 };
}

/** What squares all over a picture say, on a grid over it. */
function ofCrops(
  image: Image,
  probes: readonly Probe[],
  { size, ...known }: Pick<Explanation, 'seen' | 'prediction'> & { size: number },
): Explanation {
  const cells = (side: number): number => 2 * cropStarts(Math.max(side, size), size).length;
  const [columns, rows] = [cells(image.width), cells(image.height)];
  const grid = { columns, rows, values: toGrid(probes, columns, rows), region: wholeOf(image) };
  return { method: 'crops', ...grid, ...known, probes: probes.length + 1 };
}

function wholeOf({ width, height }: Image): Rectangle {
  return { left: 0, top: 0, width, height };
}

/** As `centreView` cuts it. */
function middleSquare({ width, height }: Image, size: number): Rectangle {
  const side = Math.min(size, width, height);
  return {
    left: Math.floor((width - side) / 2),
    top: Math.floor((height - side) / 2),
    width: side,
    height: side,
  };
}
