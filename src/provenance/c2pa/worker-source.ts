/**
 * The program of the thread that runs the C2PA reader. A thread of its own, so that a reader that hangs can be
 * stopped, one that traps leaves nothing behind, and `fetch` can be taken from it: every request is handed to the
 * parent, which refuses all but the one manifest that a caller asked for. Plain text, because the same code must run
 * from the sources and from the built package.
 */
export const WORKER_SOURCE = `
const { parentPort, workerData } = require('node:worker_threads');
const { readFileSync } = require('node:fs');

console.log = console.warn = console.error = () => {};
const requests = new Map();
let nextRequest = 0;
globalThis.fetch = (input) =>
  new Promise((resolve, reject) => {
    const id = nextRequest++;
    requests.set(id, { resolve, reject });
    parentPort.postMessage({ type: 'fetch', id, url: String(input?.url ?? input) });
  });

let loading;
let wasm;
async function load() {
  const module = await import(workerData.moduleUrl);
  wasm = module.initSync({ module: readFileSync(workerData.wasmPath) });
  return module.WasmReader;
}

async function read({ format, bytes, settings }) {
  const Reader = await (loading ??= load());
  const reader = await Reader.fromBytes(format, bytes, settings);
  try {
    return { json: reader.json() };
  } finally {
    reader.free();
  }
}

parentPort.on('message', async (message) => {
  if (message.type === 'fetched') {
    const request = requests.get(message.id);
    requests.delete(message.id);
    if (message.bytes) request?.resolve(new Response(message.bytes));
    else request?.reject(new TypeError('fetch failed'));
    return;
  }
  try {
    const result = await read(message);
    parentPort.postMessage({ type: 'done', ...result, memory: wasm.memory.buffer.byteLength });
  } catch (error) {
    const trapped = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    parentPort.postMessage({ type: 'failed', message: String(error?.message ?? error), trapped, memory: wasm?.memory.buffer.byteLength ?? 0 });
  }
});
`;
