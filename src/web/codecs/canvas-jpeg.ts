import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Image } from '../../image/image.js';
import { createRandom } from '../../random.js';
import { decodeJpegBytes } from './jpeg.js';
import { fromImageData, toImageData } from './rgb.js';

/** A picture that any other encoder, sampling or privacy noise of the browser changes: noise in colours. */
export function probePicture(): Image {
  const random = createRandom(1);
  return { width: 40, height: 24, data: Uint8Array.from({ length: 40 * 24 * 3 }, () => random.int(256)) };
}

export const PROBE_QUALITY = 60;

/** Hex SHA-256 of the pixels of the probe after a save and a load in Node. */
export const PROBE_SHA256 = '074b255b851c2cc80edbb2ac76e222f6f44501324fc37240044ffd6d8f6226c8';

let known: Promise<boolean> | undefined;

/** Whether the browser saves JPEG as Node does: Chromium does; others may, and a browser that adds noise does not. */
export function isCanvasLibjpeg(): Promise<boolean> {
  known ??= probe().catch(() => false);
  return known;
}

async function probe(): Promise<boolean> {
  const bytes = await encodeByCanvas(probePicture(), PROBE_QUALITY);
  const { data } = fromImageData((await decodeJpegBytes(bytes)).image).image;
  return bytesToHex(sha256(data)) === PROBE_SHA256;
}

/** The browser's own JPEG encoder, which takes its quality as a share. */
export async function encodeByCanvas(image: Image, quality: number): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d')!.putImageData(toImageData(image), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: quality / 100 });
  return new Uint8Array(await blob.arrayBuffer());
}
