import { predictBytes } from '../../detect/predict-files.js';
import { inspect, type Inspection } from '../../provenance/inspect.js';
import { decodeImage } from '../codecs/decode.js';
import { env } from '../platform/onnxruntime.js';
import { explain } from './explain.js';
import { accelerate, engineInUse, open, ready } from './judging-detector.js';
import { serve } from './serve.js';
import type { JudgeCalls } from './protocol.js';
import { judgeStates } from './states.js';

serve<JudgeCalls>({
  load: async ({ detector: bytes, engine }) => {
    if (engine) env.wasm.wasmBinary = engine.buffer as ArrayBuffer;
    const { info, sha256 } = await open(bytes);
    return { info, sha256, bytes: bytes.length, engine: engineInUse() };
  },
  accelerate,
  judge: async ({ name, bytes }) => {
    let inspection: Inspection | undefined;
    const verdict = await predictBytes(ready(), bytes, {
      name,
      provenance: async (content) => (inspection = await inspect(content)).claims,
    });
    inspection ??= await inspect(bytes);
    const { width = 0, height = 0 } = inspection;
    return { verdict, inspection, width, height, engine: engineInUse() };
  },
  states: async ({ name, bytes }) => judgeStates(ready(), await decodeImage(bytes, { name })),
  explain: async ({ name, bytes }, onProgress) =>
    explain(ready(), await decodeImage(bytes, { name }), onProgress),
});
