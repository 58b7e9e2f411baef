import decode, { init as initDecoder } from '@jsquash/jpeg/decode.js';
import encode, { init as initEncoder } from '@jsquash/jpeg/encode.js';

/** What libjpeg printed about the file being decoded. */
const said: string[] = [];
let ready: Promise<unknown> | undefined;

/** A JPEG's pixels with alpha 255, as stored (no orientation), and what libjpeg said of faults. */
export async function decodeJpegBytes(bytes: Uint8Array): Promise<{ image: ImageData; faults: string[] }> {
  ready ??= initDecoder({ printErr: (line: string) => said.push(line) });
  await ready;
  said.length = 0;
  try {
    const image = await decode(bytes.slice().buffer, { preserveOrientation: false });
    return { image, faults: [...said] };
  } catch (cause) {
    throw new Error([...said, cause instanceof Error ? cause.message : String(cause)][0], { cause });
  }
}

let encoderReady: Promise<unknown> | undefined;

/** Baseline JPEG with the standard's tables and fixed Huffman codes. */
export async function encodeJpegBytes(
  image: ImageData,
  quality: number,
  fullChroma: boolean,
): Promise<Uint8Array> {
  encoderReady ??= initEncoder({ printErr: () => undefined });
  await encoderReady;
  const bytes = await encode(image, {
    quality,
    baseline: true,
    progressive: false,
    optimize_coding: false,
    quant_table: 0,
    trellis_multipass: false,
    trellis_opt_zero: false,
    trellis_opt_table: false,
    auto_subsample: false,
    chroma_subsample: fullChroma ? 1 : 2,
  });
  return new Uint8Array(bytes);
}
