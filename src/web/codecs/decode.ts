import { AssayError } from '../../errors.js';
import { quoteName } from '../../files.js';
import type { DecodeOptions } from '../../image/decode.js';
import { decodeFailure, isTolerable, pixelLimitExceeded } from '../../image/decode-errors.js';
import type { DecodedImage, ImageFormat } from '../../image/image.js';
import { DEFAULT_IMAGE_LIMITS } from '../../image/limits.js';
import { readImageFile } from '../../image/read-image-file.js';
import { requireFormat, warnOfName } from '../../image/require-format.js';
import { dropAlpha } from '../../image/alpha.js';
import type { Container } from '../../provenance/containers/container.js';
import { walkContainer } from '../../provenance/containers/walk.js';
import { decodeFormat, type Decoded } from './decode-format.js';
import { applyOrientation } from './orient.js';
import { orientationOf } from './orientation.js';

/**
 * `decodeImage` of Node for a browser: the same checks, the same pixels (codecs compiled from the same libraries).
 * TIFF, CMYK and arithmetic-coded JPEG are refused. Throws E_IMAGE_EMPTY, E_IMAGE_UNSUPPORTED, E_IMAGE_CORRUPT,
 * E_IMAGE_TOO_LARGE.
 */
export async function decodeImage(
  input: Uint8Array | string,
  options: DecodeOptions = {},
): Promise<DecodedImage> {
  const limits = { ...DEFAULT_IMAGE_LIMITS, ...options };
  if (typeof input === 'string') {
    return decodeImage(await readImageFile(input, limits.maxBytes), { name: input, ...options });
  }
  const shown = options.name ?? 'The picture';
  const format = requireFormat(input, shown, limits);
  const { container, blocks } = walkContainer(input);
  const { width, height } = container;
  if (width === undefined || height === undefined) {
    throw decodeFailure(new Error('its header states no size'), shown);
  }
  if (width * height > limits.maxPixels) throw pixelLimitExceeded({ width, height }, limits.maxPixels, shown);
  refuseVariants(container, shown);
  const { image, faults } = await decodeFormat(input, format).catch((cause: unknown): never => {
    throw decodeFailure(cause, shown);
  });
  const fatal = faults.find((fault) => !isTolerable(new Error(fault)));
  if (fatal !== undefined) throw decodeFailure(new Error(fatal), shown);
  const orientation = format === 'avif' ? 1 : orientationOf(blocks);
  return describe({ image, faults }, { container, format, orientation, shown, options, bytes: input.length });
}

interface Known {
  container: Container;
  format: ImageFormat;
  orientation: number;
  shown: string;
  options: DecodeOptions;
  bytes: number;
}

function describe(
  { image, faults }: Decoded,
  { container, format, orientation, shown, options, bytes }: Known,
): DecodedImage {
  const pixels = new Uint8Array(image.data.buffer, image.data.byteOffset, image.data.byteLength);
  const { data, isTransparent } = dropAlpha(pixels, 4, options.background);
  const upright = applyOrientation({ width: image.width, height: image.height, data }, orientation);
  const { jpeg, png } = container;
  const shownAs = options.background ? 'it was laid on the given background' : 'its stored colours were kept';
  return {
    ...upright,
    format,
    originalWidth: image.width,
    originalHeight: image.height,
    orientation,
    bitDepth: jpeg?.precision ?? png?.bitDepth ?? 8,
    colourSpace: jpeg?.components.length === 1 || png?.colourType === 0 ? 'grey' : 'rgb',
    isPalette: png?.colourType === 3 || format === 'gif',
    hasAlpha: png ? png.colourType >= 4 : isTransparent,
    isTransparent,
    hasProfile: container.segments.some(({ holds }) => holds === 'icc'),
    frames: 1,
    bytes,
    warnings: [
      ...warnOfName(options.name, format),
      ...faults.map(
        (fault) =>
          `${quoteName(shown)} has faults that were passed over (${fault}); some pixels may be wrong.`,
      ),
      ...(isTransparent
        ? [`${quoteName(shown)} is partly transparent; ${shownAs}, which may not be what a viewer shows.`]
        : []),
    ],
  };
}

function refuseVariants({ jpeg }: Container, name: string): void {
  const variant =
    jpeg && jpeg.components.length === 4 ? 'CMYK' : jpeg?.arithmeticCoding ? 'arithmetic coding' : undefined;
  if (variant === undefined) return;
  throw new AssayError(
    'E_IMAGE_UNSUPPORTED',
    `${quoteName(name)} is a JPEG of a kind that browsers' codecs here do not read (${variant}). Judge it with the command line.`,
  );
}
