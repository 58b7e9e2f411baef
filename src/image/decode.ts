import { basename } from 'node:path';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { AssayError } from '../errors.js';
import { quoteName } from '../files.js';
import { decodeFailure, isTolerable, pixelLimitExceeded } from './decode-errors.js';
import type { DecodedImage, ImageFormat } from './image.js';
import { DEFAULT_IMAGE_LIMITS, type ImageLimits } from './limits.js';
import { readImageFile } from './read-image-file.js';
import { requireFormat, warnOfName } from './require-format.js';
import { dropAlpha } from './alpha.js';
import { withinTime } from './within-time.js';

/** Limits, and how to treat what a plain RGB picture cannot hold. */
export interface DecodeOptions extends Partial<ImageLimits> {
  /** The file's name, for messages and for the check of its extension. Default: the path, where one was given. */
  name?: string;
  /**
   * Colour to lay under transparent pixels. Default: none, alpha is dropped and the stored colours are kept,
   * as `cv2.imread` and Pillow's `convert('RGB')` do, because the traces of a generator lie in them.
   */
  background?: readonly [red: number, green: number, blue: number];
}

/**
 * Decodes a picture (its bytes, or a path) to 8-bit RGB, keeping the pixels as near to the stored ones as
 * RGB allows; the result equals `cv2.imread` (flags IMREAD_COLOR, channels swapped), for JPEG bit for bit
 * libjpeg-turbo's accurate IDCT with smooth upsampling.
 *
 * - The EXIF orientation is applied.
 * - Grey and palette become RGB; 16-bit channels keep their top 8 bits.
 * - An embedded ICC profile is ignored, except in CMYK, where it (or else a general press profile) is the
 *   only sound way to RGB.
 * - Alpha: see `background`. A transparent picture gets a warning either way.
 * - Of an animation or a stack of pages the first is decoded (of AVIF the primary one).
 * - The content decides the format; an extension that disagrees is a warning.
 *
 * Only JPEG, PNG, WebP, AVIF, GIF and TIFF content reaches libvips. Decoding that outlasts `timeoutMs` is
 * given up; where libvips cannot be interrupted (AVIF), its thread ends on its own later.
 *
 * Throws E_IMAGE_EMPTY, E_IMAGE_UNSUPPORTED, E_IMAGE_CORRUPT (truncated files too), E_IMAGE_TOO_LARGE,
 * E_IMAGE_TIMEOUT, and for a path E_FILE_NOT_FOUND, E_FILE_READ.
 */
export async function decodeImage(
  input: Uint8Array | string,
  options: DecodeOptions = {},
): Promise<DecodedImage> {
  const limits = {
    maxBytes: options.maxBytes ?? DEFAULT_IMAGE_LIMITS.maxBytes,
    maxPixels: options.maxPixels ?? DEFAULT_IMAGE_LIMITS.maxPixels,
    timeoutMs: options.timeoutMs ?? DEFAULT_IMAGE_LIMITS.timeoutMs,
  };
  const name = options.name ?? (typeof input === 'string' ? input : undefined);
  const bytes = typeof input === 'string' ? await readImageFile(input, limits.maxBytes) : input;
  const shown = name ?? 'The picture';
  const format = requireFormat(bytes, shown, limits);
  const work = decode(bytes, format, shown, limits, options.background);
  const image = await withinTime(work, limits.timeoutMs, () => tooSlow(shown, limits));
  return { ...image, warnings: [...warnOfName(name, format), ...image.warnings] };
}

async function decode(
  bytes: Uint8Array,
  format: ImageFormat,
  name: string,
  limits: ImageLimits,
  background: DecodeOptions['background'],
): Promise<DecodedImage> {
  const open = (failOn: 'warning' | 'error', ignoreIcc: boolean): Sharp => {
    const safe: SharpOptions = {
      failOn,
      ignoreIcc,
      sequentialRead: true,
      unlimited: false,
      autoOrient: true,
    };
    // The pixel count is checked here, with both numbers in the message, before any pixel is decoded.
    return sharp(bytes, { ...safe, limitInputPixels: false });
  };
  const readHeader = (): Promise<Metadata> =>
    open('error', true)
      .metadata()
      .catch((cause: unknown) => {
        throw decodeFailure(cause, name);
      });
  const header = await readHeader();
  if (header.width * header.height > limits.maxPixels)
    throw pixelLimitExceeded(header, limits.maxPixels, name);
  if (!['uchar', 'ushort'].includes(header.depth)) {
    const found = `${quoteName(name)} holds ${header.depth} channels; 1 to 16 bits a channel were expected.`;
    throw new AssayError('E_IMAGE_UNSUPPORTED', `${found} Convert it to 8 or 16 bits first.`);
  }
  const isCmyk = header.space === 'cmyk';
  const warnings: string[] = [];
  const readPixels = (failOn: 'warning' | 'error') =>
    open(failOn, !isCmyk)
      .timeout({ seconds: Math.max(1, Math.ceil(limits.timeoutMs / 1000)) })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
  const decoded = await readPixels('warning')
    .catch((cause: unknown) => {
      if (!isTolerable(cause)) throw cause;
      warnings.push(
        `${quoteName(basename(name))} has faults that were passed over (${firstLine(cause)}); some pixels may be wrong.`,
      );
      return readPixels('error');
    })
    .catch((cause: unknown) => {
      throw decodeFailure(cause, name);
    });
  const { width, height, channels } = decoded.info;
  const raw = new Uint8Array(decoded.data.buffer, decoded.data.byteOffset, decoded.data.byteLength);
  const { data, isTransparent } = dropAlpha(raw, channels, background);
  if (isTransparent) {
    const shownAs = background ? 'it was laid on the given background' : 'its stored colours were kept';
    warnings.push(
      `${quoteName(basename(name))} is partly transparent; ${shownAs}, which may not be what a viewer shows.`,
    );
  }
  return {
    width,
    height,
    data,
    format,
    originalWidth: header.width,
    originalHeight: header.height,
    orientation: header.orientation ?? 1,
    bitDepth: header.bitsPerSample ?? (header.depth === 'ushort' ? 16 : 8),
    colourSpace: isCmyk ? 'cmyk' : spaceOf(header),
    isPalette: header.isPalette,
    hasAlpha: header.hasAlpha,
    isTransparent,
    hasProfile: header.hasProfile,
    frames: header.pages ?? 1,
    bytes: bytes.length,
    warnings,
  };
}

function spaceOf(header: Metadata): DecodedImage['colourSpace'] {
  if (['b-w', 'grey16'].includes(header.space)) return 'grey';
  return ['srgb', 'rgb', 'rgb16'].includes(header.space) ? 'rgb' : 'other';
}

function firstLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.replace(/^Warning treated as error.*\n/, '').split('\n', 1)[0]!;
}

function tooSlow(name: string, { timeoutMs }: ImageLimits): AssayError {
  return new AssayError(
    'E_IMAGE_TIMEOUT',
    `${quoteName(name)} was not decoded within ${timeoutMs} ms. Raise the time limit if you trust it.`,
  );
}
