import { loadDetector, type Detector } from '../../detect/detector.js';
import { AssayError } from '../../errors.js';
import { loadGraphicsEngine, type GraphicsEngine } from '../platform/graphics-engine.js';
import { env } from '../platform/onnxruntime.js';
import type { EngineInUse, GraphicsAsk } from './protocol.js';
import { agree, withFallback } from './with-fallback.js';

/** How long WebGPU may take to open a detector and to judge the pictures that it is tried on. */
const MOST_MILLISECONDS = 20_000;

const WASM = { kind: 'wasm', threads: env.wasm.numThreads ?? 1 } as const;

let plain: { detector: Detector; bytes: Uint8Array } | undefined;
let detector: Detector | undefined;
let inUse: EngineInUse = WASM;
let graphics: GraphicsEngine | 'failed' | undefined;

/** What judges now. Throws E_DETECTOR_INVALID before one was loaded. */
export function ready(): Detector {
  if (detector) return detector;
  throw new AssayError('E_DETECTOR_INVALID', 'No detector has been loaded yet.');
}

/** What it computes with; after a failure of WebGPU no longer that. */
export function engineInUse(): EngineInUse {
  return inUse;
}

/** Opens a detector with WebAssembly in the place of the one before. Throws as `loadDetector`. */
export async function open(bytes: Uint8Array): Promise<Detector> {
  const loaded = await loadDetector(bytes, { threads: WASM.threads });
  await detector?.close();
  plain = { detector: loaded, bytes };
  detector = loaded;
  inUse = WASM;
  return loaded;
}

/**
 * Lets WebGPU judge from now on where it opens the detector and gives the logits of WebAssembly; leaves all as it is
 * where not. What failed once is not tried again.
 */
export async function accelerate({ engine, isPatient }: GraphicsAsk): Promise<EngineInUse> {
  if (!plain || graphics === 'failed') return inUse;
  try {
    const opened = openOnGraphics(plain, engine);
    const fast = await (isPatient ? opened : inTime(opened));
    detector = fast;
    inUse = { kind: 'webgpu' };
  } catch {
    graphics = 'failed';
  }
  return inUse;
}

async function openOnGraphics(
  { detector: slow, bytes }: { detector: Detector; bytes: Uint8Array },
  given: GraphicsAsk['engine'],
): Promise<Detector> {
  if (graphics === undefined && given) graphics = await loadGraphicsEngine(given.build, given.binary);
  if (graphics === undefined || graphics === 'failed') throw new Error('There is no engine for WebGPU.');
  const { engine, lost } = graphics;
  const fast = await loadDetector(bytes, { engine, provider: 'webgpu' });
  const guarded = withFallback(fast, slow, lost(), () => {
    graphics = 'failed';
    inUse = WASM;
  });
  if (await agree(fast, slow)) return guarded;
  await fast.close();
  throw new Error('WebGPU gives other logits than WebAssembly.');
}

function inTime<Answer>(work: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('WebGPU took too long.'));
    }, MOST_MILLISECONDS);
    void work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
