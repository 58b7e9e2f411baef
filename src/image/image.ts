/**
 * A decoded picture: 8-bit sRGB, rows from the top, pixels interleaved R G B, no padding.
 * `data.length === width * height * 3`.
 */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
