import sharp from 'sharp';
import type { RasterView } from './generators/stealth.js';

const TIMEOUT_SECONDS = 10;

/** The first `width` columns of a lossless picture, with its alpha; throws where it cannot be decoded. */
export async function decodeColumns(
  bytes: Uint8Array,
  width: number,
  height: number,
  maxPixels: number,
): Promise<RasterView> {
  const { data, info } = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'none', ignoreIcc: true })
    .extract({ left: 0, top: 0, width, height })
    .raw()
    .timeout({ seconds: TIMEOUT_SECONDS })
    .toBuffer({ resolveWithObject: true });
  const channels = info.channels === 4 ? 4 : 3;
  return { width: info.width, height: info.height, channels, data: new Uint8Array(data) };
}
