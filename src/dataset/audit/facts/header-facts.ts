import { createHash } from 'node:crypto';
import type { DecodedImage } from '../../../image/image.js';
import type { Container } from '../../../provenance/containers/container.js';
import { walkContainer } from '../../../provenance/containers/walk.js';
import { type Metadata, readMetadata } from '../../../provenance/metadata/metadata.js';
import { estimateJpegQuality } from './jpeg-quality.js';
import type { FACTS, FactName, FactValue } from './names.js';

type HeaderFactName = { [N in FactName]: (typeof FACTS)[N]['header'] extends true ? N : never }[FactName];

/** What a file says without a pixel being looked at. */
export type HeaderFacts = Record<HeaderFactName, FactValue>;

/** Longest text kept as a category. */
const MAX_TEXT = 60;

/** Reads the header facts of a file; `image` gives what its decoder knows of the format. Never throws. */
export function readHeaderFacts(bytes: Uint8Array, image: Omit<DecodedImage, 'data'>): HeaderFacts {
  const { container, blocks } = walkContainer(bytes);
  const metadata = readMetadata(blocks);
  const { width, height, format } = image;
  const holds = (kind: string): string => yesNo(container.segments.some((segment) => segment.holds === kind));
  return {
    format,
    lossless: yesNo(isLossless(format, container)),
    width,
    height,
    dimensions: `${width}×${height}`,
    aspect: Math.round((width / height) * 1000) / 1000,
    shape: width === height ? 'square' : width > height ? 'landscape' : 'portrait',
    sizeStep: sizeStep(width, height),
    ...compressionFacts(container),
    bitDepth: image.bitDepth,
    channels: image.isPalette ? 'palette' : image.colourSpace,
    alpha: yesNo(image.hasAlpha),
    colourProfile: image.hasProfile ? shorten(metadata.iccProfile ?? 'unnamed') : 'none',
    exif: yesNo(metadata.exif !== undefined),
    make: shorten(metadata.exif?.text['Make'] ?? 'none'),
    software: shorten(softwareOf(metadata) ?? 'none'),
    xmp: yesNo(metadata.xmp.length > 0),
    iptc: yesNo(metadata.iptc.length > 0),
    c2pa: holds('c2pa'),
    text: shorten(keywordsOf(metadata)),
    structure: shorten(structureOf(container)),
    bytes: bytes.length,
    bytesPerPixel: bytes.length / (width * height),
  };
}

function compressionFacts(
  container: Container,
): Pick<HeaderFacts, 'lumaTableSum' | 'jpegQuality' | 'quantisation' | 'subsampling' | 'progressive'> {
  const { jpeg, png } = container;
  const none = { lumaTableSum: null, jpegQuality: null, quantisation: null, subsampling: null };
  if (jpeg === undefined) return { ...none, progressive: png ? yesNo(png.interlace) : null };
  const id = jpeg.components[0]?.quantisationTable;
  const luma = jpeg.quantisationTables.find((table) => table.id === id)?.values;
  const progressive = yesNo(jpeg.progressive);
  if (luma === undefined) return { ...none, subsampling: jpeg.subsampling, progressive };
  const tables = jpeg.components.map(
    ({ quantisationTable }) =>
      jpeg.quantisationTables.find((table) => table.id === quantisationTable)?.values ?? [],
  );
  return {
    lumaTableSum: luma.reduce((sum, value) => sum + value, 0),
    jpegQuality: estimateJpegQuality(luma),
    quantisation: createHash('sha256').update(JSON.stringify(tables)).digest('hex').slice(0, 8),
    subsampling: jpeg.subsampling,
    progressive,
  };
}

function isLossless(format: DecodedImage['format'], container: Container): boolean {
  if (format === 'webp') return container.segments.some(({ kind }) => kind.trim() === 'VP8L');
  return format === 'png' || format === 'gif' || format === 'tiff';
}

/** The largest power of two up to 64 that divides both sides: generators work in steps of 8 to 64. */
function sizeStep(width: number, height: number): number {
  let step = 1;
  while (step < 64 && width % (step * 2) === 0 && height % (step * 2) === 0) step *= 2;
  return step;
}

function softwareOf({ exif, xmp, texts }: Metadata): string | undefined {
  return (
    exif?.text['Software'] ??
    xmp.find(({ name }) => name === 'xmp:CreatorTool')?.value ??
    texts.find(({ keyword }) => keyword === 'Software')?.value
  );
}

function keywordsOf({ texts }: Metadata): string {
  const keywords = new Set(texts.map(({ keyword }) => keyword));
  return keywords.size === 0 ? 'none' : [...keywords].sort().join(' ');
}

function structureOf({ segments }: Container): string {
  return [...new Set(segments.map(({ kind }) => kind))].join(' ');
}

function yesNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}

/** A bounded category on one line, so that a prompt in a text field cannot fill a table. */
function shorten(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT - 1)}…` : line;
}
