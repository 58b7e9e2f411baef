/** A fact's value: a number, a category's name, or null where the file has no such fact. */
export type FactValue = number | string | null;

/** The family a fact belongs to: findings are made by family, so that one cause is told once. */
export type FactFamily =
  | 'format'
  | 'geometry'
  | 'compression'
  | 'colour'
  | 'metadata'
  | 'file-size'
  | 'brightness'
  | 'sharpness'
  | 'border';

/** What is fixed about a fact. */
export interface FactDefinition {
  kind: 'number' | 'category';
  family: FactFamily;
  /** Read without decoding a pixel. */
  header: boolean;
  /**
   * Leaves something in the decoded pixels that a network can pick up, and says nothing of what the picture
   * shows. Metadata leaves nothing; the size of a lossy file measures its content.
   */
  traces: boolean;
  /** For readers: what it is and in which unit. */
  title: string;
}

const trace = { header: true, traces: true } as const;
const noTrace = { header: true, traces: false } as const;
const pixel = { header: false, traces: false } as const;

/** Every fact, in the order in which equal findings are listed (so the plainest name of a cause wins). */
export const FACTS = {
  format: { kind: 'category', family: 'format', ...trace, title: 'file format' },
  lossless: { kind: 'category', family: 'format', ...trace, title: 'saved without loss' },
  width: { kind: 'number', family: 'geometry', ...trace, title: 'width, px' },
  height: { kind: 'number', family: 'geometry', ...trace, title: 'height, px' },
  dimensions: { kind: 'category', family: 'geometry', ...trace, title: 'width × height, px' },
  aspect: { kind: 'number', family: 'geometry', ...trace, title: 'width / height' },
  shape: { kind: 'category', family: 'geometry', ...trace, title: 'square, landscape or portrait' },
  sizeStep: {
    kind: 'number',
    family: 'geometry',
    ...trace,
    title: 'largest power of two, up to 64, that divides both sides',
  },
  lumaTableSum: {
    kind: 'number',
    family: 'compression',
    ...trace,
    title: 'sum of the JPEG luma quantisation table',
  },
  jpegQuality: {
    kind: 'number',
    family: 'compression',
    ...trace,
    title: 'JPEG quality (nearest libjpeg setting by the luma table), 1..100',
  },
  quantisation: {
    kind: 'category',
    family: 'compression',
    ...trace,
    title: 'JPEG quantisation tables (fingerprint)',
  },
  subsampling: { kind: 'category', family: 'compression', ...trace, title: 'chroma subsampling' },
  progressive: { kind: 'category', family: 'compression', ...noTrace, title: 'progressive or interlaced' },
  bitDepth: { kind: 'number', family: 'colour', ...trace, title: 'bits a channel' },
  channels: { kind: 'category', family: 'colour', ...trace, title: 'colour channels as stored' },
  alpha: { kind: 'category', family: 'colour', ...trace, title: 'transparency channel' },
  colourProfile: { kind: 'category', family: 'colour', ...trace, title: 'embedded colour profile' },
  exif: { kind: 'category', family: 'metadata', ...noTrace, title: 'EXIF present' },
  make: { kind: 'category', family: 'metadata', ...noTrace, title: 'EXIF camera maker' },
  software: { kind: 'category', family: 'metadata', ...noTrace, title: 'software named in the metadata' },
  xmp: { kind: 'category', family: 'metadata', ...noTrace, title: 'XMP present' },
  iptc: { kind: 'category', family: 'metadata', ...noTrace, title: 'IPTC present' },
  c2pa: { kind: 'category', family: 'metadata', ...noTrace, title: 'C2PA manifest present' },
  text: { kind: 'category', family: 'metadata', ...noTrace, title: 'text chunks or comments, by keyword' },
  structure: {
    kind: 'category',
    family: 'metadata',
    ...noTrace,
    title: 'kinds of segments or chunks, in order of first appearance',
  },
  bytes: { kind: 'number', family: 'file-size', ...noTrace, title: 'file size, bytes' },
  bytesPerPixel: { kind: 'number', family: 'file-size', ...noTrace, title: 'bytes a pixel' },
  brightness: { kind: 'number', family: 'brightness', ...pixel, title: 'mean luma, 0..255' },
  contrast: { kind: 'number', family: 'brightness', ...pixel, title: 'standard deviation of luma' },
  sharpness: {
    kind: 'number',
    family: 'sharpness',
    ...pixel,
    title: 'variance of the Laplacian of luma, full size',
  },
  border: {
    kind: 'number',
    family: 'border',
    ...pixel,
    title: 'sides (0..4) whose outermost rows are one colour',
  },
} as const satisfies Record<string, FactDefinition>;

/** A fact by name. */
export type FactName = keyof typeof FACTS;

/** All names, in listing order. */
export const FACT_NAMES = Object.keys(FACTS) as FactName[];

/** The facts of one file. */
export type Facts = Record<FactName, FactValue>;
