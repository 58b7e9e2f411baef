import { env } from 'onnxruntime-web/wasm';

/**
 * onnxruntime for the browser in the place of onnxruntime-node. Its WebAssembly lies beside the page in `ort/`;
 * threads need memory shared between them, which browsers only give to pages isolated from others
 * (`crossOriginIsolated`).
 */
const folder = '../ort/'; // from the folder of the bundle's files
env.wasm.wasmPaths = new URL(folder, import.meta.url).href;
env.wasm.numThreads = self.crossOriginIsolated ? Math.min(4, self.navigator.hardwareConcurrency || 1) : 1;

export { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
