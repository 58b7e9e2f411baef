import sharp from 'sharp';
import { AssayError } from '../../errors.js';
import type { Image } from '../../image/image.js';
import { textPath } from './font.js';

/** A picture of a grid with what is drawn around it. */
export interface Tile {
  image: Image;
  /** SVG drawn over the tile and the caption below it; (0, 0) is the tile's left top corner. */
  overlay: string;
}

/** How the tiles of a grid lie. */
export interface GridLayout {
  columns: number;
  /** Side of a tile, pixels. */
  tileSize: number;
  /** Pixels kept free below each tile. */
  captionHeight: number;
}

const GAP = 12;
const PAPER = '#ffffff';
const LETTERBOX = '#e9ecf0';

/**
 * Pictures in rows as one PNG on white. Each is scaled as a whole into its square (Lanczos down, bicubic up)
 * and centred there; nothing is cropped. Throws E_ARGUMENT.
 */
export async function renderGrid(
  tiles: readonly Tile[],
  { columns, tileSize, captionHeight }: GridLayout,
): Promise<Uint8Array> {
  checkCount('columns', columns, 1, 64);
  checkCount('tileSize', tileSize, 16, 1024);
  const across = Math.max(1, Math.min(columns, tiles.length));
  const rows = Math.max(1, Math.ceil(tiles.length / across));
  const width = GAP + across * (tileSize + GAP);
  const height = GAP + rows * (tileSize + captionHeight + GAP);
  const place = (i: number): { left: number; top: number } => ({
    left: GAP + (i % across) * (tileSize + GAP),
    top: GAP + Math.floor(i / across) * (tileSize + captionHeight + GAP),
  });
  const pictures = await Promise.all(
    tiles.map(async ({ image }, i) => ({ input: await scaleInto(image, tileSize), ...place(i) })),
  );
  const overlays = tiles.map(({ overlay }, i) => {
    const { left, top } = place(i);
    return `<g transform="translate(${left},${top})">${overlay}</g>`;
  });
  const words =
    tiles.length === 0 ? `<path d="${textPath('No images', { x: 24, y: height / 2, size: 16 }).path}"/>` : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" fill="#1f2430">${overlays.join('')}${words}</svg>`;
  return await sharp({ create: { width, height, channels: 3, background: PAPER } })
    .composite([...pictures, { input: Buffer.from(svg), left: 0, top: 0 }])
    .png({ compressionLevel: 9 })
    .toBuffer();
}

async function scaleInto(image: Image, size: number): Promise<Buffer> {
  const { width, height, data } = image;
  if (width < 1 || height < 1 || data.length !== width * height * 3) {
    throw new AssayError(
      'E_ARGUMENT',
      `A picture of ${width}×${height} pixels came with ${data.length} bytes; expected ${width * height * 3} (8-bit RGB).`,
    );
  }
  return await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(size, size, { fit: 'contain', background: LETTERBOX, kernel: 'lanczos3' })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

function checkCount(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new AssayError('E_ARGUMENT', `${name} is ${value}; expected a whole number from ${low} to ${high}.`);
}
