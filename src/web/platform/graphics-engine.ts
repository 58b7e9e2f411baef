import type * as Ort from 'onnxruntime-web/webgpu';
import type { Engine } from '../../runtime/session.js';

/**
 * The two builds of onnxruntime-web for WebGPU. `jspi` is the smaller, for browsers in which WebAssembly can wait for
 * a promise; `asyncify` is for all.
 */
export type GraphicsBuild = 'jspi' | 'asyncify';

/** What each is made of, in `ort/` beside the page. */
export const GRAPHICS_FILES = {
  jspi: {
    module: 'ort.jspi.min.mjs',
    loader: 'ort-wasm-simd-threaded.jspi.mjs',
    binary: 'ort-wasm-simd-threaded.jspi.wasm',
  },
  asyncify: {
    module: 'ort.webgpu.min.mjs',
    loader: 'ort-wasm-simd-threaded.asyncify.mjs',
    binary: 'ort-wasm-simd-threaded.asyncify.wasm',
  },
} as const satisfies Record<GraphicsBuild, Record<'module' | 'loader' | 'binary', string>>;

/** An engine that computes on the graphics processor. */
export interface GraphicsEngine {
  engine: Engine;
  /** Resolves, once a first session was opened, when the browser has taken the device away for good. */
  lost(): Promise<unknown>;
}

/** Loads a build; only then is anything of it fetched, but its WebAssembly, which is given. */
export async function loadGraphicsEngine(build: GraphicsBuild, binary: Uint8Array): Promise<GraphicsEngine> {
  const folder = new URL('../ort/', import.meta.url).href; // from the folder of the bundle's files
  const engine = (await import(/* @vite-ignore */ folder + GRAPHICS_FILES[build].module)) as typeof Ort;
  const { wasm, webgpu } = engine.env;
  wasm.wasmPaths = folder;
  wasm.wasmBinary = binary.buffer as ArrayBuffer;
  wasm.numThreads = 1; // what is left to the processor is little
  return { engine, lost: async () => (await webgpu.device).lost };
}
