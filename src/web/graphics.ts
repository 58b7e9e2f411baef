import type { GraphicsBuild } from './platform/graphics-engine.js';
import { fetchFile, readSite } from './site.js';
import type { Client } from './worker/client.js';
import type { EngineInUse, JudgeCalls } from './worker/protocol.js';

/** What the page's address says of the engine: `?engine=wasm`, or `?engine=webgpu` on any adapter, however slow. */
const ASKED = new URLSearchParams(location.search).get('engine');

/**
 * Lets WebGPU judge where there is an adapter for it, once for each detector that was loaded. Its engine is fetched
 * the first time. Gives what is computed with from then on; undefined where nothing changed.
 */
export function createAccelerator(client: Client<JudgeCalls>): () => Promise<EngineInUse | undefined> {
  let engine: Promise<{ build: GraphicsBuild; binary: Uint8Array } | undefined> | undefined;
  let isSent = false;
  return async () => {
    engine ??= fetchEngine();
    try {
      const found = await engine;
      if (!found) return undefined;
      const ask = { isPatient: ASKED === 'webgpu', ...(!isSent && { engine: found }) };
      isSent = true;
      return await client.call('accelerate', ask);
    } catch {
      return undefined; // WebAssembly goes on
    }
  };
}

async function fetchEngine(): Promise<{ build: GraphicsBuild; binary: Uint8Array } | undefined> {
  if (ASKED === 'wasm' || !(await hasAdapter())) return undefined;
  const build: GraphicsBuild = 'Suspending' in WebAssembly ? 'jspi' : 'asyncify';
  const { graphics } = await readSite();
  return { build, binary: await fetchFile(graphics[build], () => undefined) };
}

/** Whether there is a graphics processor to compute on; one that is only imitated is slower than WebAssembly. */
async function hasAdapter(): Promise<boolean> {
  if (!('gpu' in navigator)) return false;
  const adapter = await navigator.gpu.requestAdapter();
  return adapter !== null && (ASKED === 'webgpu' || !adapter.info.isFallbackAdapter);
}
