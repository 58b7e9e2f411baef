import sharp from 'sharp';
import { outlineText } from './outline-text.js';

/**
 * An SVG of this room as PNG bytes on white, `density` dots an inch (72 is one pixel a unit; 144, the default,
 * is sharp on dense screens). Text is drawn from the font that Assay carries, so that the picture is the same
 * on a machine without fonts.
 */
export async function svgToPng(svg: string, density = 144): Promise<Uint8Array> {
  return await sharp(Buffer.from(outlineText(svg)), { density })
    .flatten({ background: '#ffffff' })
    .png({ compressionLevel: 9 })
    .toBuffer();
}
