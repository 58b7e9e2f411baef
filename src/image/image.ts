/**
 * A decoded picture: 8-bit sRGB, rows from the top, pixels interleaved R G B, no padding.
 * `data.length === width * height * 3`.
 */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A picture of one channel: 8-bit luma, rows from the top. `data.length === width * height`. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The six formats that Assay decodes, by content and not by name. */
export const IMAGE_FORMATS = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const;

/** One of the six formats. */
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** A decoded picture and what its file said about it. */
export interface DecodedImage extends Image {
  readonly format: ImageFormat;
  /** Width as stored, before the EXIF orientation was applied. */
  readonly originalWidth: number;
  /** Height as stored, before the EXIF orientation was applied. */
  readonly originalHeight: number;
  /** EXIF orientation 1–8 as stored; it has been applied to the pixels. 1 where the file says nothing. */
  readonly orientation: number;
  /** Stored bits a channel (1–16); deeper channels were cut to their top 8 bits. */
  readonly bitDepth: number;
  readonly colourSpace: 'rgb' | 'grey' | 'cmyk' | 'other';
  readonly isPalette: boolean;
  readonly hasAlpha: boolean;
  /** True where at least one pixel is not fully opaque. */
  readonly isTransparent: boolean;
  /** True where an ICC profile is embedded; it is only used for CMYK. */
  readonly hasProfile: boolean;
  /** Frames or pages in the file; the first (for AVIF the primary) was decoded. */
  readonly frames: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /** What a careful user should know: wrong extension, transparency, faults passed over. */
  readonly warnings: readonly string[];
}
