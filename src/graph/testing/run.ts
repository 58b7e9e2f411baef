import * as ort from 'onnxruntime-node';
import { arrayOf, sizeOf, type Tensor } from '../types.js';

/** Runs model bytes on onnxruntime with one thread: for tests only. */
export async function runOnnx(
  bytes: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const session = await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const inputs = Object.fromEntries(
    Object.entries(feeds).map(([name, { type, data, dims }]) => [
      name,
      new ort.Tensor(type as 'float32', data as Float32Array, dims),
    ]),
  );
  const results = await session.run(inputs);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, value]) => {
      const dims = [...value.dims];
      const type = value.type as Tensor['type'];
      const data = arrayOf(type, sizeOf(dims));
      (data as Float32Array).set(value.data as Float32Array);
      return [name, { type, dims, data }];
    }),
  );
}
