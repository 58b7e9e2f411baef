import type { Image } from '../../image/image.js';
import { CAPTION_LINE, drawCaption } from './caption.js';
import { renderGrid } from './grid.js';

/** A picture of a gallery. */
export interface GalleryItem {
  image: Image;
  /** A file name, usually; untrusted text. */
  caption?: string;
}

/** How a gallery is laid out. */
export interface GalleryOptions {
  /** Pictures in a row; default 4, the recipe's. */
  columns?: number;
  /** Side of a tile in pixels; default 160. */
  tileSize?: number;
}

/**
 * A gallery of pictures as PNG bytes: the recipe's look at 16 real and 16 fake ones, 4 by 4. Throws
 * E_ARGUMENT.
 */
export async function renderGallery(
  items: readonly GalleryItem[],
  { columns = 4, tileSize = 160 }: GalleryOptions = {},
): Promise<Uint8Array> {
  const hasCaptions = items.some((item) => item.caption !== undefined);
  const tiles = items.map(({ image, caption }) => ({
    image,
    overlay: caption === undefined ? '' : drawCaption([{ text: caption }], tileSize),
  }));
  return await renderGrid(tiles, { columns, tileSize, captionHeight: hasCaptions ? CAPTION_LINE + 6 : 0 });
}
