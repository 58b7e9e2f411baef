/** File formats whose structure Assay walks. */
export type ContainerFormat =
  'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'dng' | 'avif' | 'heic' | 'jxl' | 'unknown';

/** What a metadata segment carries, by its place and its identifier in the format; never by its content. */
export type MetadataKind =
  'exif' | 'xmp' | 'xmp-extended' | 'iptc' | 'photoshop' | 'icc' | 'text' | 'comment' | 'c2pa';

/** One structural unit of a file: a JPEG marker segment, a PNG or RIFF chunk, a box, a GIF block, a TIFF tag. */
export interface Segment {
  /** The format's own name for it: 'APP1', 'tEXt', 'EXIF', 'uuid', 'tag 700'. */
  kind: string;
  /** First byte of the unit, its header included. */
  offset: number;
  /** Bytes of the whole unit, header included, never past the end of the file. */
  length: number;
  /** The metadata it carries, where the format gives it a place of its own. */
  holds?: MetadataKind;
}

/** One quantisation table of a JPEG. */
export interface QuantisationTable {
  id: number;
  /** Bits of each entry: 8 or 16. */
  bits: 8 | 16;
  /** 64 divisors in natural (row-major) order, undone from zigzag. */
  values: number[];
}

/** One colour component of a JPEG frame. */
export interface JpegComponent {
  id: number;
  horizontal: number;
  vertical: number;
  quantisationTable: number;
}

/** What a JPEG header states (ITU-T T.81), before any pixel is decoded. */
export interface JpegHeader {
  /** In the order of the file; a later table of the same id replaces an earlier one. */
  quantisationTables: QuantisationTable[];
  components: JpegComponent[];
  /** '4:4:4', '4:2:2', '4:2:0', '4:4:0', '4:1:1', 'grey', or the factors as written ('2x2,1x2,1x2'). */
  subsampling: string;
  process: 'baseline' | 'extended' | 'progressive' | 'lossless' | 'other';
  progressive: boolean;
  arithmeticCoding: boolean;
  /** Bits of a sample. */
  precision: number;
  scans: number;
  /** MCUs between restart markers; 0 for none. */
  restartInterval: number;
  jfif: boolean;
  /** The colour transform in an Adobe APP14 segment: 0 none, 1 YCbCr, 2 YCCK. */
  adobeTransform?: number;
}

/** What a PNG header states (ISO/IEC 15948). */
export interface PngHeader {
  bitDepth: number;
  colourType: number;
  interlace: boolean;
}

/** The structure of a file as far as it could be walked. Plain JSON. */
export interface Container {
  format: ContainerFormat;
  /** Width and height in pixels as the header states them; absent where it does not. */
  width?: number;
  height?: number;
  segments: Segment[];
  jpeg?: JpegHeader;
  png?: PngHeader;
  /** Bytes after the end of the image, where the format marks its end. */
  trailing?: { offset: number; length: number };
  /** What is broken or was left out because of a bound. */
  warnings: string[];
}

/** One run of metadata bytes, still as the file holds them. */
export interface MetadataBlock {
  kind: MetadataKind;
  /** Where it stood, for a reader: 'APP1', 'iTXt', 'tag 37510'. */
  where: string;
  data: Uint8Array;
  /** Keyword of a PNG text chunk. */
  keyword?: string;
  /** How `data` is packed. */
  packed?: 'deflate' | 'brotli';
  /** Character set of `data` where the format fixes it. */
  charset?: 'latin1' | 'utf8';
}

/** A walked file: its structure and the metadata bytes found in their proper places. */
export interface Walk {
  container: Container;
  blocks: MetadataBlock[];
}
