import { areaView, centreView, mixedView, resizeLinear, tileView, type Image } from '../image/index.js';
import type { DetectorInfo } from '../model/index.js';

/**
 * The picture as a detector looks at it. The graph in the file would come to the same bits; done here, a
 * decoded picture can be let go at once, and pictures of all sizes fit one batch.
 */
export function viewOf({ view }: Pick<DetectorInfo, 'view'>, image: Image): Image {
  if (view.kind === 'tiles') return tileView(image, view.size, view.tiles);
  if (view.kind === 'mixed') return mixedView(image, view.size, view.tiles);
  if (view.kind === 'area') return areaView(image, view.size);
  return view.kind === 'crop' ? centreView(image, view.size) : resizeLinear(image, view.size, view.size);
}
