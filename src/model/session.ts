import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Image } from '../image/index.js';

/** A model held ready to run on pictures. */
export interface PictureSession {
  /** Runs uint8 pictures of one size, [n, height, width, 3], and gives the outputs by name. */
  run(pictures: readonly Image[]): Promise<Record<string, PictureOutput>>;
  close(): Promise<void>;
}

/** An output: its shape, and its values row-major. */
export interface PictureOutput {
  dims: readonly number[];
  data: Float32Array;
}

/** Opens a model whose one input, `image`, is uint8 [N, height, width, 3]. Rejects with onnxruntime's own error. */
export async function openPictureSession(bytes: Uint8Array, threads: number): Promise<PictureSession> {
  const session = await InferenceSession.create(bytes, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 4,
  });
  return {
    async run(pictures) {
      const [{ width, height } = { width: 0, height: 0 }] = pictures;
      const area = width * height * 3;
      const batch = pictures.length === 1 ? pictures[0]!.data : new Uint8Array(pictures.length * area);
      if (pictures.length > 1) {
        pictures.forEach((picture, i) => {
          if (picture.width !== width || picture.height !== height)
            throw new Error('pictures of unequal size');
          batch.set(picture.data, i * area);
        });
      }
      const outputs = await session.run({
        image: new Tensor('uint8', batch, [pictures.length, height, width, 3]),
      });
      return Object.fromEntries(
        Object.entries(outputs).map(([name, value]) => [
          name,
          { dims: value.dims, data: Float32Array.from(value.data as Float32Array) },
        ]),
      );
    },
    close: () => session.release(),
  };
}
