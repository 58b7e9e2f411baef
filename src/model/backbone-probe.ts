import type { AssayError } from '../errors.js';
import { writeModel, type OnnxValueInfo } from '../graph/index.js';
import type { Image } from '../image/index.js';
import { createRandom } from '../random.js';
import { createSession } from '../runtime/index.js';
import { unfit } from './backbone-input.js';
import { unusable } from './backbone-output.js';
import { BACKBONE_OUTPUT, pictureParts, type PictureWay } from './feature-parts.js';
import { joinModels } from './join.js';
import { runPictures } from './run-pictures.js';

/** How many pictures the probe shows at once: more than one, to see that the batch is free. */
export const PROBE_BATCH = 2;

/** Runs the network once on noise and gives the dimensions of the chosen output. */
export async function probeOutput(taken: PictureWay, info: OnnxValueInfo): Promise<readonly number[]> {
  const { size } = taken;
  const probe = joinModels(pictureParts(taken, info.name), 'probe');
  const bytes = writeModel({ ...probe, outputs: [{ ...info, name: BACKBONE_OUTPUT, shape: undefined }] });
  const random = createRandom(0);
  const noise = (): Image => ({
    width: size,
    height: size,
    data: Uint8Array.from({ length: size * size * 3 }, () => random.int(256)),
  });
  const failed = (cause: unknown): AssayError => {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]!.slice(0, 300);
    return unfit(
      `it fails on ${PROBE_BATCH} pictures of ${size} x ${size} (${reason}); export it with a free batch and this size`,
      cause,
    );
  };
  const session = await createSession(bytes, { threads: 1 }).catch((cause: unknown) => {
    throw failed(cause);
  });
  try {
    const result = await runPictures(session, [noise(), noise()]).catch((cause: unknown) => {
      throw failed(cause);
    });
    const { dims, data, type } = result[BACKBONE_OUTPUT]!;
    if (type === 'float32' && !(data as Float32Array).every(Number.isFinite)) {
      throw unusable(
        `its output "${info.name}" holds infinite or undefined numbers for noise; check scale, mean and std`,
      );
    }
    return dims;
  } finally {
    await session.release();
  }
}
