import type { Image } from '../../image/image.js';
import type { Label } from '../../labels.js';
import { CAPTION_LINE, type CaptionLine, drawCaption } from './caption.js';
import { renderGrid } from './grid.js';

/** A picture with what a detector said of it. */
export interface PredictionItem {
  image: Image;
  /** Its place in the validation list. */
  index: number;
  predicted: Label;
  actual: Label;
  /** Probability of fake. */
  probability?: number;
  /** File name, shown below; untrusted text. */
  name?: string;
}

/** How a grid of predictions is laid out. */
export interface PredictionGridOptions {
  /** Pictures in a row; default 4, the recipe's. */
  columns?: number;
  /** Side of a tile in pixels; default 200. */
  tileSize?: number;
}

const RIGHT = '#1A7F37';
const WRONG = '#C62828';
const MUTED = '#57606A';

/**
 * Predictions as PNG bytes: each picture with `i=250, pred=fake, gt=real` below it, framed and lettered green
 * with a tick where right, red with a cross where wrong. Throws E_ARGUMENT.
 */
export async function renderPredictionGrid(
  items: readonly PredictionItem[],
  { columns = 4, tileSize = 200 }: PredictionGridOptions = {},
): Promise<Uint8Array> {
  const captions = items.map(captionOf);
  const lines = Math.max(0, ...captions.map((caption) => caption.length));
  const tiles = items.map((item, i) => ({
    image: item.image,
    overlay: drawFrame(item, tileSize) + drawCaption(captions[i]!, tileSize) + drawMark(item, tileSize),
  }));
  return await renderGrid(tiles, { columns, tileSize, captionHeight: lines * CAPTION_LINE + 8 });
}

function captionOf({ index, predicted, actual, probability, name }: PredictionItem): CaptionLine[] {
  const color = predicted === actual ? RIGHT : WRONG;
  return [
    { text: `i=${index}, pred=${predicted}, gt=${actual}`, color, weight: 600, indent: 20 },
    ...(probability === undefined
      ? []
      : [{ text: `probability of fake ${probability.toFixed(3)}`, color: MUTED }]),
    ...(name === undefined ? [] : [{ text: name, color: MUTED }]),
  ];
}

function drawFrame({ predicted, actual }: PredictionItem, size: number): string {
  const color = predicted === actual ? RIGHT : WRONG;
  return `<rect x="1.5" y="1.5" width="${size - 3}" height="${size - 3}" fill="none" stroke="${color}" stroke-width="3"/>`;
}

// Drawn as shapes: colour alone would not reach every reader, and no font need have the signs.
function drawMark({ predicted, actual }: PredictionItem, size: number): string {
  const isRight = predicted === actual;
  const sign = isRight ? 'M-3.6 .2L-1 3L3.8 -2.8' : 'M-3 -3L3 3M3 -3L-3 3';
  return (
    `<g transform="translate(8,${size + 4 + CAPTION_LINE * 0.5 + 0.5})">` +
    (isRight
      ? `<circle r="7.5" fill="${RIGHT}"/>`
      : `<rect x="-7" y="-7" width="14" height="14" rx="2.5" fill="${WRONG}"/>`) +
    `<path d="${sign}" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></g>`
  );
}
