import { loadDetector, type Detector } from '../../detect/detector.js';
import { predictBytes } from '../../detect/predict-files.js';
import { AssayError } from '../../errors.js';
import { inspect, type Inspection } from '../../provenance/inspect.js';
import { decodeImage } from '../codecs/decode.js';
import { env } from '../platform/onnxruntime.js';
import { explain } from './explain.js';
import { serve } from './serve.js';
import type { JudgeCalls } from './protocol.js';
import { judgeStates } from './states.js';

let detector: Detector | undefined;

function ready(): Detector {
  if (detector) return detector;
  throw new AssayError('E_DETECTOR_INVALID', 'No detector has been loaded yet.');
}

serve<JudgeCalls>({
  load: async ({ detector: bytes, engine }) => {
    if (engine) env.wasm.wasmBinary = engine.buffer as ArrayBuffer;
    const threads = env.wasm.numThreads ?? 1;
    const loaded = await loadDetector(bytes, { threads });
    await detector?.close();
    detector = loaded;
    return { info: loaded.info, sha256: loaded.sha256, bytes: bytes.length, threads };
  },
  judge: async ({ name, bytes }) => {
    let inspection: Inspection | undefined;
    const verdict = await predictBytes(ready(), bytes, {
      name,
      provenance: async (content) => (inspection = await inspect(content)).claims,
    });
    inspection ??= await inspect(bytes);
    const { width = 0, height = 0 } = inspection;
    return { verdict, inspection, width, height };
  },
  states: async ({ name, bytes }) => judgeStates(ready(), await decodeImage(bytes, { name })),
  explain: async ({ name, bytes }, onProgress) =>
    explain(ready(), await decodeImage(bytes, { name }), onProgress),
});
