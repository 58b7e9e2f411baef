import sharp, { type JpegOptions, type PngOptions, type Sharp, type WebpOptions } from 'sharp';

/** A small textured picture as sharp sees it, ready to be encoded. */
export function picture(width = 24, height = 16): Sharp {
  const data = Buffer.alloc(width * height * 3);
  for (let index = 0; index < data.length; index++) data[index] = (index * 37 + (index >> 3) * 11) & 255;
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export const jpegPicture = async (options: JpegOptions = {}): Promise<Uint8Array> =>
  new Uint8Array(await picture().jpeg(options).toBuffer());
export const pngPicture = async (options: PngOptions = {}): Promise<Uint8Array> =>
  new Uint8Array(await picture().png(options).toBuffer());
export const webpPicture = async (options: WebpOptions = {}): Promise<Uint8Array> =>
  new Uint8Array(await picture().webp(options).toBuffer());
export const avifPicture = async (): Promise<Uint8Array> =>
  new Uint8Array(await picture().avif({ effort: 0 }).toBuffer());
export const tiffPicture = async (): Promise<Uint8Array> => new Uint8Array(await picture().tiff().toBuffer());
